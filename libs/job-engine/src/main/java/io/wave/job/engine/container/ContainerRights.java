package io.wave.job.engine.container;

import io.wave.job.engine.plan.Container;

/** What a container may do, from the least to the most. In each case its first process is that of an ordinary user. */
public enum ContainerRights {
    /** What an ordinary process may do. */
    RESTRICTED,
    /** Create user namespaces with subordinate ids, and mount in them. */
    USER_NAMESPACES,
    /** The same with a complete {@code /proc}, without which none can be mounted in a process namespace. */
    UNMASKED,
    /** Everything that the runner can give to a container. */
    PRIVILEGED;

    /**
     * What a tool needs.
     *
     * @param singularity what Singularity needs, which depends on its version and on its image
     */
    public static ContainerRights of(Container.Tool tool, ContainerRights singularity) {
        return switch (tool) {
            case BUILDER -> USER_NAMESPACES;
            case SINGULARITY -> singularity;
            case BUILD_CLIENT, SKOPEO, TRIVY -> RESTRICTED;
        };
    }
}
