package io.wave.proxy.http;

import io.wave.token.ContainerToken;

/** The repository that a request names between {@code /v2/} and the kind of resource. */
public sealed interface Repository {

    /** The name as sent by the client. */
    String path();

    /** The repository of an image that is requested with a token. */
    record WithToken(ContainerToken token, String name) implements Repository {
        @Override
        public String path() {
            return "wt/" + token + "/" + name;
        }
    }

    /** A repository of a registry, without a token. */
    record WithoutToken(String path) implements Repository {}
}
