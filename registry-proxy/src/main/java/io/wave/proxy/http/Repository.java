package io.wave.proxy.http;

import io.wave.token.ContainerToken;

/** What stands between {@code /v2/} and the kind of a call: whose repository is meant. */
public sealed interface Repository {

    /** The name as the client sent it. */
    String path();

    /** The repository of the image that a token stands for. */
    record Tokened(ContainerToken token, String name) implements Repository {
        @Override
        public String path() {
            return "wt/" + token + "/" + name;
        }
    }

    /** A repository of a registry, without a token. */
    record Tokenless(String path) implements Repository {}
}
