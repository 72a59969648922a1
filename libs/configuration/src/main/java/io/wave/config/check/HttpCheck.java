package io.wave.config.check;

import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Arrays;

/**
 * A program that requests URLs and ends with 0 if all of them are answered with 200, else with 1. For health checks of containers and
 * for tests of installations.
 */
public final class HttpCheck {

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int OK = 200;

    private final PrintStream console;

    HttpCheck(PrintStream console) {
        this.console = console;
    }

    /** The arguments are URLs. */
    public static void main(String[] urls) {
        System.exit(new HttpCheck(System.out).run(urls));
    }

    int run(String... urls) {
        long failed = Arrays.stream(urls).filter(url -> !isOk(url)).count();
        return failed == 0 && urls.length > 0 ? 0 : 1;
    }

    private boolean isOk(String url) {
        try {
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            int status = connection.getResponseCode();
            console.printf("%d %s%n", status, url);
            return status == OK;
        } catch (IOException | IllegalArgumentException failure) {
            console.printf("%s %s%n", failure, url);
            return false;
        }
    }
}
