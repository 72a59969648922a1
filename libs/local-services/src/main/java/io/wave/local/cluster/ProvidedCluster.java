package io.wave.local.cluster;

import java.util.Map;

/** A cluster for tests, or why there is none. */
public sealed interface ProvidedCluster {

    /** @param settings the variables that {@code scripts/cluster env} prints, as far as the tests of the module need them */
    record Present(Map<String, String> settings) implements ProvidedCluster {
        public Present {
            settings = Map.copyOf(settings);
        }
    }

    /** @param reason why tests that need a cluster are skipped */
    record Missing(String reason) implements ProvidedCluster {}
}
