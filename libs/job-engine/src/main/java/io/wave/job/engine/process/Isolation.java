package io.wave.job.engine.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the guard makes sure that nothing it started is left. */
enum Isolation {

    /**
     * The guard is process 1 of a process namespace, and the tool is in another one below it: the kernel ends all in them
     * with the guard, and the tool can neither see the guard nor send it a signal. Needs root.
     */
    PROCESS_NAMESPACE,

    /**
     * A session of its own; the guard looks for what left it. A tool can stop or kill the guard: then this JVM ends what
     * is left, or, if it was killed too, the next start.
     */
    SESSION;

    private static final Logger log = LoggerFactory.getLogger(Isolation.class);

    /** What stands before the guard on the command line. */
    List<String> prefix() {
        return switch (this) {
            case PROCESS_NAMESPACE -> List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--");
            case SESSION -> List.of();
        };
    }

    /** The strongest that works here. */
    static Isolation strongest() {
        if (PROCESS_NAMESPACE.works()) {
            return PROCESS_NAMESPACE;
        }
        log.atWarn().log("No right to make a process namespace: tools are kept in sessions of their own");
        return SESSION;
    }

    /** Whether this machine and our rights allow it. */
    boolean works() {
        List<String> command = new ArrayList<>(prefix());
        command.addAll(prefix());
        command.add("true");
        try {
            Process probe = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor(5, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
