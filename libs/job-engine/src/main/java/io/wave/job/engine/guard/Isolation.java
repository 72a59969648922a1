package io.wave.job.engine.guard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the guard ensures that all processes of a tool end. */
public enum Isolation {

    /**
     * The guard is process 1 of a process namespace, and the tool runs in a nested one: the kernel ends all processes
     * in them with the guard, and the tool can neither see the guard nor send it signals. Requires root.
     */
    PROCESS_NAMESPACE,

    /**
     * The tool runs in its own session; the guard finds processes that have left it. A tool can stop or kill the guard:
     * then this JVM ends the remaining processes or, if it was killed too, the next worker that starts on the machine.
     */
    SESSION;

    private static final Logger log = LoggerFactory.getLogger(Isolation.class);

    /** The command line prefix of the guard. */
    public List<String> prefix() {
        return switch (this) {
            case PROCESS_NAMESPACE -> List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--");
            case SESSION -> List.of();
        };
    }

    /** The strongest isolation available. */
    public static Isolation strongest() {
        if (PROCESS_NAMESPACE.works()) {
            return PROCESS_NAMESPACE;
        }
        log.atWarn().log("No permission to create process namespaces: tools run in sessions instead");
        return SESSION;
    }

    /** Whether this machine and the permissions of this process allow it. */
    public boolean works() {
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
