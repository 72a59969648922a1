package io.wave.benchmark.hostile;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** Calls that cost their sender nothing: unknown tokens, wrong passwords, odd paths. */
final class Guesses {

    private static final int CALLS = 100;

    private Guesses() {}

    static List<Attack> all() {
        return List.of(
                repeated("unknown tokens in pulls", caller -> caller.get("/v2/wt/" + token() + "/a/b/manifests/1")),
                repeated(
                        "unknown tokens in the API",
                        caller -> caller.get("/v1alpha2/container/" + token() + "/status")),
                repeated("unknown builds", caller -> caller.get("/view/builds/bd-" + token() + "_1")),
                repeated(
                        "wrong passwords",
                        caller -> caller.authenticated("DELETE", "/container-token/" + token(), "operator", token())),
                repeated("paths with 3,900 segments", caller -> caller.get("/a".repeat(3_900))),
                repeated(
                        "image names with 3,900 components",
                        caller -> caller.get("/v2" + "/a".repeat(3_900) + "/manifests/1")));
    }

    private static Attack repeated(String name, Call call) {
        return Attack.of(name, caller -> {
            for (int i = 0; i < CALLS; i++) {
                call.send(caller);
            }
        });
    }

    private static String token() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    @FunctionalInterface
    private interface Call {
        void send(Caller caller) throws IOException, InterruptedException;
    }
}
