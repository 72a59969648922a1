package io.wave.standalone;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;

/** Messages on the console, with the seconds since the start of the JVM. */
final class Progress {

    private final PrintStream out;

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String message) {
        long millis = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        out.printf("[%5.1f s] %s%n", millis / 1000.0, message);
    }

    void plain(String text) {
        out.println(text);
    }
}
