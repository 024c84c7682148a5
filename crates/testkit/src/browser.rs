//! A real browser, told what to do over its own protocol (<https://chromedevtools.github.io/devtools-protocol/>).
//!
//! Chromium reads it from its file 3 and answers on its file 4, so no port is opened and no package drives it.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

const PROGRAMS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// With these it runs as root, in a container, and asks for nothing over the network.
const ARGUMENTS: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
];

/// A browser that runs; it ends with this value.
#[derive(Debug)]
pub struct Browser {
    child: Child,
    to: File,
    from: Receiver<Value>,
    next: u64,
    session: String,
    told: Vec<Value>,
    /// Held for its `Drop`, which deletes the folder.
    _folder: TempDir,
}

/// How a page is looked at.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// How wide the window is, in pixels.
    pub width: u32,
    /// How high it is.
    pub height: u32,
    /// Whether the reader likes it dark.
    pub dark: bool,
    /// Whether scripts run.
    pub scripts: bool,
    /// Whether it is drawn as it would be printed.
    pub print: bool,
}

impl View {
    /// A window of this width, light, with scripts.
    #[must_use]
    pub fn wide(width: u32) -> Self {
        Self { width, height: 900, dark: false, scripts: true, print: false }
    }
}

impl Browser {
    /// The browser of this machine. `None`: there is none.
    #[must_use]
    #[allow(
        clippy::disallowed_methods,
        reason = "the edge of the tests: what they must inherit is read here"
    )]
    pub fn find() -> Option<PathBuf> {
        let path = std::env::var_os("PATH")?;
        let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        PROGRAMS.iter().flat_map(|name| folders.iter().map(move |it| it.join(name))).find(|it| it.is_file())
    }

    /// Starts it, with no memory of its own.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start(program: &Path) -> Self {
        let folder = tempfile::Builder::new().prefix("git-session-browser-").tempdir().unwrap();
        let pipe = |name: &str| {
            let path = folder.path().join(name);
            assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
            path
        };
        let (to, from) = (pipe("to"), pipe("from"));
        let child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<\"$TO\" 4>\"$FROM\""])
            .arg(program)
            .args(ARGUMENTS)
            .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
            .env("TO", &to)
            .env("FROM", &from)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Each waits for the other end.
        let to = File::options().write(true).open(to).unwrap();
        let from = read(File::open(from).unwrap());
        let mut browser =
            Self { child, to, from, next: 0, session: String::new(), told: Vec::new(), _folder: folder };
        let target = browser.ask("Target.createTarget", json!({ "url": "about:blank" }));
        let attached =
            browser.ask("Target.attachToTarget", json!({ "targetId": target["targetId"], "flatten": true }));
        browser.session = attached["sessionId"].as_str().unwrap().to_owned();
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.ask(&format!("{domain}.enable"), json!({}));
        }
        browser
    }

    /// Opens a page and waits until it is there. What was told of the one before is forgotten.
    ///
    /// # Panics
    /// When the browser does not answer.
    pub fn open(&mut self, url: &str, view: View) {
        let View { width, height, dark, scripts, print } = view;
        let scheme = if dark { "dark" } else { "light" };
        self.ask("Emulation.setScriptExecutionDisabled", json!({ "value": !scripts }));
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.ask(
            "Emulation.setEmulatedMedia",
            json!({ "media": if print { "print" } else { "" }, "features": features }),
        );
        // Where only what stands after `#` differs, a page is not loaded anew.
        self.go("about:blank");
        self.told.clear();
        self.go(url);
    }

    fn go(&mut self, url: &str) {
        self.told.retain(|event| event["method"] != "Page.loadEventFired");
        self.ask("Page.navigate", json!({ "url": url }));
        while !self.told.iter().any(|event| event["method"] == "Page.loadEventFired") {
            let event = self.next_message();
            self.told.push(event);
        }
    }

    /// What an expression comes to on the page.
    ///
    /// # Panics
    /// When it throws.
    pub fn eval(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.ask("Runtime.evaluate", asked);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Presses a key: its name, its code, and the text that it writes.
    pub fn press(&mut self, key: &str, code: u32, text: &str) {
        let event =
            |kind: &str| json!({ "type": kind, "key": key, "windowsVirtualKeyCode": code, "text": text });
        self.ask("Input.dispatchKeyEvent", event(if text.is_empty() { "rawKeyDown" } else { "keyDown" }));
        self.ask(
            "Input.dispatchKeyEvent",
            json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code }),
        );
    }

    /// Writes a text where the focus is.
    pub fn write(&mut self, text: &str) {
        self.ask("Input.insertText", json!({ "text": text }));
    }

    /// What went wrong: errors and warnings on its console, exceptions, what its policy forbade.
    #[must_use]
    pub fn errors(&self) -> Vec<String> {
        let is_wrong = |event: &&Value| match event["method"].as_str() {
            Some("Runtime.exceptionThrown") => true,
            Some("Runtime.consoleAPICalled") => event["params"]["type"] != "log",
            Some("Log.entryAdded") => event["params"]["entry"]["level"] != "verbose",
            _ => false,
        };
        self.told.iter().filter(is_wrong).map(|event| event["params"].to_string()).collect()
    }

    /// What was asked for, the page itself first.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        let sent = self.told.iter().filter(|event| event["method"] == "Network.requestWillBeSent");
        sent.map(|event| event["params"]["request"]["url"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The window as a picture (PNG), or the whole page.
    pub fn picture(&mut self, whole: bool) -> Vec<u8> {
        let mut asked = json!({ "format": "png", "captureBeyondViewport": whole });
        if whole {
            let size = self.ask("Page.getLayoutMetrics", json!({}))["cssContentSize"].clone();
            asked["clip"] =
                json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        }
        self.bytes("Page.captureScreenshot", asked)
    }

    /// The page as it is printed (PDF, A4).
    pub fn print(&mut self) -> Vec<u8> {
        let asked = json!({ "printBackground": false, "paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": true });
        self.bytes("Page.printToPDF", asked)
    }

    fn bytes(&mut self, method: &str, asked: Value) -> Vec<u8> {
        STANDARD.decode(self.ask(method, asked)["data"].as_str().unwrap()).unwrap()
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let mut message = json!({ "id": self.next, "method": method, "params": params });
        if !self.session.is_empty() {
            message["sessionId"] = self.session.clone().into();
        }
        self.to.write_all(format!("{message}\0").as_bytes()).unwrap();
        loop {
            let answer = self.next_message();
            if answer["id"] != self.next {
                self.told.push(answer);
                continue;
            }
            assert!(answer["error"].is_null(), "{method}: {answer}");
            return answer["result"].clone();
        }
    }

    fn next_message(&self) -> Value {
        self.from.recv_timeout(PATIENCE).expect("the browser does not answer")
    }
}

/// Reads messages as they come, so that one can be waited for with an end.
fn read(from: File) -> Receiver<Value> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut from = BufReader::new(from);
        let mut message = Vec::new();
        while from.read_until(0, &mut message).is_ok_and(|length| length > 0) {
            message.pop();
            let Ok(value) = serde_json::from_slice(&message) else { break };
            if sender.send(value).is_err() {
                break;
            }
            message.clear();
        }
    });
    receiver
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
