package io.wave.job.engine.guard;

import static org.assertj.core.api.Assumptions.assumeThat;

/** Shell scripts of tools that turn against their guard. */
public final class Hostile {

    private Hostile() {}

    /** Skips the test where this isolation cannot be had. */
    public static void assumeWorks(Isolation isolation) {
        assumeThat(isolation == Isolation.SESSION || isolation.works())
                .as("process namespaces need root here")
                .isTrue();
    }

    /** Stops whatever it sees of the guard, and in a namespace whatever it sees at all. */
    public static String stopAll(Isolation isolation) {
        return toAll(isolation, "STOP");
    }

    /** Kills whatever it sees of the guard, and in a namespace whatever it sees at all. */
    public static String killAll(Isolation isolation) {
        return toAll(isolation, "KILL");
    }

    private static String toAll(Isolation isolation, String signal) {
        String guards = "for p in /proc/[0-9]*; do case \"$(tr '\\0' ' ' 2>/dev/null < $p/cmdline)\" in"
                + " *guard.sh*\"$(pwd -P)\"*) kill -" + signal + " ${p#/proc/};; esac; done 2>/dev/null";
        return switch (isolation) {
            case PROCESS_NAMESPACE -> guards + "; kill -" + signal + " -1 1; kill -" + signal + " 1";
            case SESSION -> guards;
        };
    }
}
