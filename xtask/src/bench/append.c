/* The least that a record costs: append a line to a file; with -DSAFE under a lock and synced. */
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int fd;
	ssize_t len;

	if (argc != 3)
		return 2;
	fd = open(argv[1], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return 1;
#ifdef SAFE
	if (flock(fd, LOCK_EX))
		return 1;
#endif
	len = strlen(argv[2]);
	argv[2][len] = '\n'; /* in place of the terminator: one write */
	if (write(fd, argv[2], len + 1) != len + 1)
		return 1;
#ifdef SAFE
	if (fsync(fd))
		return 1;
#endif
	return 0;
}
