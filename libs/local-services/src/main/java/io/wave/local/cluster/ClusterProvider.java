package io.wave.local.cluster;

/**
 * Starts a cluster for the tests of a module, where neither the environment nor {@code scripts/cluster} has one. A module registers its
 * provider with the {@link java.util.ServiceLoader}.
 */
public interface ClusterProvider {

    /** Starts it, once a JVM. It ends with the JVM. */
    ProvidedCluster start();
}
