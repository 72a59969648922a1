package io.wave.builder.buildkit;

import io.wave.job.engine.folder.DaemonFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders of daemons with images that only some callers can read: always new, and removed when their daemon has ended. */
final class RestrictedFolders implements DaemonHome {

    private static final Logger logger = LoggerFactory.getLogger(RestrictedFolders.class);

    private final Path parent;
    private final DaemonRights rights;

    /** @param stateDirectory state directory of the daemons of this machine */
    RestrictedFolders(Path stateDirectory, DaemonRights rights) {
        this.parent = stateDirectory.resolve("restricted");
        this.rights = rights;
    }

    @Override
    public DaemonFolder take() throws IOException {
        return DaemonFolder.create(parent);
    }

    @Override
    public void release(DaemonFolder folder) throws IOException, InterruptedException {
        try {
            rights.remove(folder.path());
        } finally {
            folder.remove();
        }
    }

    /** Removes what workers that were killed have left. */
    void removeLeft() {
        try {
            for (DaemonFolder folder : DaemonFolder.takeLeft(parent)) {
                removeLeft(folder);
            }
        } catch (IOException failure) {
            logger.atWarn().addKeyValue("folder", parent).setCause(failure).log("Cannot look for states of BuildKit");
        }
    }

    private void removeLeft(DaemonFolder folder) {
        try {
            try {
                RuntimeFolder.removeLeft(folder.path());
            } finally {
                release(folder);
            }
            logger.atInfo().addKeyValue("folder", folder.path()).log("Removed the state of BuildKit of a lost worker");
        } catch (IOException failure) {
            logger.atWarn()
                    .addKeyValue("folder", folder.path())
                    .setCause(failure)
                    .log("State of BuildKit of a lost worker not removed");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
