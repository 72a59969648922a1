package io.wave.standalone;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;

/** Tells the person at the terminal what happens, with the seconds since the JVM began. */
final class Progress {

    private final PrintStream out;

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String what) {
        long millis = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        out.printf("[%5.1f s] %s%n", millis / 1000.0, what);
    }

    void plain(String text) {
        out.println(text);
    }
}
