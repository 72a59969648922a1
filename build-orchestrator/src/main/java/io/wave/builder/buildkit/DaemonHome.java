package io.wave.builder.buildkit;

import io.wave.job.engine.folder.DaemonFolder;
import java.io.IOException;
import java.nio.file.Path;

/** Where a daemon gets its folder, and what becomes of it after the end of the daemon. */
interface DaemonHome {

    DaemonFolder take() throws IOException;

    /** The daemon has ended. */
    void release(DaemonFolder folder) throws IOException, InterruptedException;

    /**
     * A numbered folder, whose state serves the next worker that takes it.
     *
     * @param parent state directory of the daemons of this machine
     */
    static DaemonHome kept(Path parent) {
        return new DaemonHome() {
            @Override
            public DaemonFolder take() throws IOException {
                return DaemonFolder.take(parent);
            }

            @Override
            public void release(DaemonFolder folder) throws IOException {
                folder.close();
            }
        };
    }
}
