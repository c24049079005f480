// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.cryptomator.jfuse.api.DirFiller;
import org.cryptomator.jfuse.api.Errno;
import org.cryptomator.jfuse.api.FileInfo;
import org.cryptomator.jfuse.api.Fuse;
import org.cryptomator.jfuse.api.FuseBuilder;
import org.cryptomator.jfuse.api.FuseOperations;
import org.cryptomator.jfuse.api.Stat;
import org.cryptomator.jfuse.api.Statvfs;

/**
 * A Java filesystem as people write them with jfuse: by paths, on libfuse's high-level interface. Mirrors a directory. Run by
 * {@code FuseServerSystemTest} from its source, with a JDK of its own: {@code MirrorServer LIBFUSE DIRECTORY MOUNTPOINT}.
 */
public final class MirrorServer implements FuseOperations {
    private final Errno errno;
    private final Path root;
    private final Map<Long, FileChannel> open = new ConcurrentHashMap<>();
    private final AtomicLong lastHandle = new AtomicLong();

    private MirrorServer(Errno errno, Path root) {
        this.errno = errno;
        this.root = root;
    }

    public static void main(String[] args) throws Exception {
        FuseBuilder builder = Fuse.builder();
        builder.setLibraryPath(args[0]);
        Fuse fuse = builder.build(new MirrorServer(builder.errno(), Path.of(args[1])));
        fuse.mount("mirror", Path.of(args[2]), "-s");
        Thread.currentThread().join(); // until the test ends it
    }

    /** What an operation does, which may fail. */
    private interface Work {
        int run() throws IOException;
    }

    private int answer(Work work) {
        try {
            return work.run();
        } catch (NoSuchFileException e) {
            return -errno.enoent();
        } catch (FileAlreadyExistsException e) {
            return -errno.eexist();
        } catch (NotDirectoryException e) {
            return -errno.enotdir();
        } catch (DirectoryNotEmptyException e) {
            return -errno.enotempty();
        } catch (IOException e) {
            return -errno.eio();
        }
    }

    private Path file(String path) {
        return root.resolve(path.substring(1));
    }

    @Override
    public Errno errno() {
        return errno;
    }

    @Override
    public Set<Operation> supportedOperations() {
        return EnumSet.of(
                Operation.GET_ATTR,
                Operation.READLINK,
                Operation.MKDIR,
                Operation.RMDIR,
                Operation.UNLINK,
                Operation.SYMLINK,
                Operation.RENAME,
                Operation.TRUNCATE,
                Operation.OPEN,
                Operation.CREATE,
                Operation.READ,
                Operation.WRITE,
                Operation.RELEASE,
                Operation.READ_DIR,
                Operation.STATFS);
    }

    @Override
    public int getattr(String path, Stat stat, FileInfo fi) {
        return answer(() -> {
            Map<String, Object> found = Files.readAttributes(file(path), "unix:*", LinkOption.NOFOLLOW_LINKS);
            stat.setMode((Integer) found.get("mode"));
            stat.setUid((Integer) found.get("uid"));
            stat.setGid((Integer) found.get("gid"));
            stat.setNLink(((Integer) found.get("nlink")).shortValue());
            stat.setSize((Long) found.get("size"));
            stat.mTime().set(((FileTime) found.get("lastModifiedTime")).toInstant());
            return 0;
        });
    }

    @Override
    public int readlink(String path, ByteBuffer buf, long len) {
        return answer(() -> {
            buf.put(Files.readSymbolicLink(file(path)).toString().getBytes()).put((byte) 0);
            return 0;
        });
    }

    @Override
    public int mkdir(String path, int mode) {
        return answer(() -> {
            Files.createDirectory(file(path));
            Files.setAttribute(file(path), "unix:mode", mode & 07777);
            return 0;
        });
    }

    @Override
    public int rmdir(String path) {
        return unlink(path);
    }

    @Override
    public int unlink(String path) {
        return answer(() -> {
            Files.delete(file(path));
            return 0;
        });
    }

    @Override
    public int symlink(String target, String path) {
        return answer(() -> {
            Files.createSymbolicLink(file(path), Path.of(target));
            return 0;
        });
    }

    @Override
    public int rename(String from, String to, int flags) {
        return answer(() -> {
            Files.move(file(from), file(to));
            return 0;
        });
    }

    @Override
    public int truncate(String path, long size, FileInfo fi) {
        return answer(() -> {
            try (FileChannel channel = FileChannel.open(file(path), StandardOpenOption.WRITE)) {
                channel.truncate(size);
            }
            return 0;
        });
    }

    @Override
    public int open(String path, FileInfo fi) {
        return answer(() -> {
            Set<StandardOpenOption> options = EnumSet.copyOf(fi.getOpenFlags());
            options.remove(StandardOpenOption.APPEND);
            fi.setFh(handle(FileChannel.open(file(path), options)));
            return 0;
        });
    }

    @Override
    public int create(String path, int mode, FileInfo fi) {
        return answer(() -> {
            fi.setFh(handle(FileChannel.open(
                    file(path),
                    EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE))));
            Files.setPosixFilePermissions(file(path), PosixFilePermissions.fromString("rw-r--r--"));
            return 0;
        });
    }

    private long handle(FileChannel channel) {
        long handle = lastHandle.incrementAndGet();
        open.put(handle, channel);
        return handle;
    }

    @Override
    public int read(String path, ByteBuffer buf, long size, long offset, FileInfo fi) {
        return answer(() -> Math.max(0, open.get(fi.getFh()).read(buf, offset)));
    }

    @Override
    public int write(String path, ByteBuffer buf, long size, long offset, FileInfo fi) {
        return answer(() -> open.get(fi.getFh()).write(buf, offset));
    }

    @Override
    public int release(String path, FileInfo fi) {
        return answer(() -> {
            open.remove(fi.getFh()).close();
            return 0;
        });
    }

    @Override
    public int readdir(String path, DirFiller filler, long offset, FileInfo fi, int flags) {
        return answer(() -> {
            filler.fill(".");
            filler.fill("..");
            try (DirectoryStream<Path> files = Files.newDirectoryStream(file(path))) {
                for (Path found : files) {
                    filler.fill(found.getFileName().toString());
                }
            }
            return 0;
        });
    }

    @Override
    public int statfs(String path, Statvfs statvfs) {
        statvfs.setNameMax(255);
        return 0;
    }
}
