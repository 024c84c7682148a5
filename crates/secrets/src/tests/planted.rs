//! Secrets that nobody has, put together when the tests run, so that none stands in the source.

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const URL_SAFE: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
const BASE64: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/";
const BASE32: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const HEX: &str = "0123456789abcdef";
const DIGITS: &str = "0123456789";

/// A secret in the words around it that its rule may need.
#[derive(Debug, Clone)]
pub(super) struct Planted {
    pub(super) rule: &'static str,
    pub(super) before: String,
    pub(super) secret: String,
    pub(super) after: &'static str,
}

impl Planted {
    pub(super) fn in_words(&self) -> String {
        format!("{}{}{}", self.before, self.secret, self.after)
    }
}

/// One of each kind; another seed gives other ones.
pub(super) fn planted(seed: u64) -> Vec<Planted> {
    let mut noise = Noise(seed);
    let mut all = tokens(&mut noise);
    all.extend(keys(&mut noise));
    all.extend(addresses(&mut noise));
    all.extend(assignments(&mut noise));
    all
}

fn tokens(noise: &mut Noise) -> Vec<Planted> {
    let mut all = Vec::new();
    for prefix in ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"] {
        all.push(bare("github-token", format!("{prefix}{}", noise.of(LETTERS, 36))));
    }
    let fine_grained = ["github_pat", &noise.of(LETTERS, 22), &noise.of(LETTERS, 59)].join("_");
    all.push(bare("github-token", fine_grained));
    for prefix in ["glpat-", "gldt-", "glptt-"] {
        all.push(bare("gitlab-token", format!("{prefix}{}", noise.of(LETTERS, 20))));
    }
    all.push(bare("npm-token", format!("npm_{}", noise.of(LETTERS, 36))));
    let bot = ["xoxb", &noise.of(DIGITS, 12), &noise.of(DIGITS, 13), &noise.of(LETTERS, 24)].join("-");
    all.push(bare("slack-token", bot));
    let [one, two, three] = [(); 3].map(|()| noise.of(DIGITS, 12));
    all.push(bare("slack-token", ["xoxp", &one, &two, &three, &noise.of(HEX, 32)].join("-")));
    for prefix in ["sk-ant-api03-", "sk-ant-admin01-"] {
        all.push(bare("anthropic-token", format!("{prefix}{}AA", noise.of(URL_SAFE, 93))));
    }
    let between = "T3BlbkFJ";
    for (prefix, length) in [("sk-", 20), ("sk-proj-", 74), ("sk-svcacct-", 74)] {
        let (left, right) = (noise.of(LETTERS, length), noise.of(LETTERS, length));
        all.push(bare("openai-token", format!("{prefix}{left}{between}{right}")));
    }
    all.push(bare("stripe-token", format!("sk_live_{}", noise.of(LETTERS, 24))));
    all.push(bare("pypi-token", format!("pypi-AgEIcHlwaS5vcmc{}", noise.of(URL_SAFE, 70))));
    all.push(bare("crates-io-token", format!("cio{}", noise.of(LETTERS, 32))));
    let claims = ["eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4ifQ"];
    all.push(bare("jwt", [claims[0], claims[1], &noise.of(URL_SAFE, 43)].join(".")));
    all
}

fn keys(noise: &mut Noise) -> Vec<Planted> {
    let mut all = Vec::new();
    for prefix in ["AKIA", "ASIA"] {
        all.push(bare("aws-access-key", format!("{prefix}{}", noise.of(BASE32, 16))));
    }
    let before = "aws_secret_access_key = ".to_owned();
    all.push(Planted { rule: "aws-secret-access-key", before, secret: noise.of(BASE64, 40), after: "" });
    all.push(bare("google-api-key", format!("AIza{}", noise.of(URL_SAFE, 35))));
    all.push(bare("google-oauth-client-secret", format!("GOCSPX-{}", noise.of(URL_SAFE, 28))));
    for kind in ["RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "PRIVATE KEY"] {
        let body = [noise.of(BASE64, 64), noise.of(BASE64, 64), noise.of(BASE64, 40)].join("\n");
        let fence = "-".repeat(5);
        let key = format!("{fence}BEGIN {kind}{fence}\n{body}\n{fence}END {kind}{fence}");
        all.push(bare("private-key", key));
    }
    all
}

fn addresses(noise: &mut Noise) -> Vec<Planted> {
    let around = [
        ("postgres://shop:", "@db.example.org/orders"),
        ("https://ada:", "@git.example.org/shop.git"),
        ("redis://:", "@cache:6379"),
    ];
    let address = |(before, after): (&str, &'static str)| Planted {
        rule: "connection-string",
        before: before.to_owned(),
        secret: noise.of(LETTERS, 14),
        after,
    };
    around.map(address).into()
}

fn assignments(noise: &mut Noise) -> Vec<Planted> {
    let around = [
        ("password = \"", "\""),
        ("DB_PASSWORD=", ""),
        ("api_key: ", ""),
        ("export SECRET_KEY='", "'"),
        ("curl -u ada:", " https://example.org"),
    ];
    let assignment = |(before, after): (&str, &'static str)| Planted {
        rule: "generic-token",
        before: before.to_owned(),
        secret: noise.of(LETTERS, 24),
        after,
    };
    let mut all: Vec<Planted> = around.map(assignment).into();
    let before = "Authorization: Bearer ".to_owned();
    all.push(Planted { rule: "bearer-token", before, secret: noise.of(LETTERS, 40), after: "" });
    all
}

fn bare(rule: &'static str, secret: String) -> Planted {
    Planted { rule, before: String::new(), secret, after: "" }
}

/// Characters that look like chance and are the same for the same seed (Knuth's MMIX generator).
struct Noise(u64);

impl Noise {
    fn of(&mut self, alphabet: &str, length: usize) -> String {
        (0..length).map(|_| self.one(alphabet)).collect()
    }

    fn one(&mut self, alphabet: &str) -> char {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let place = usize::try_from(self.0 >> 33).unwrap() % alphabet.len();
        char::from(alphabet.as_bytes()[place])
    }
}
