package io.wave.job.kubernetes.object;

import io.kubernetes.client.openapi.models.V1AppArmorProfile;
import io.kubernetes.client.openapi.models.V1Capabilities;
import io.kubernetes.client.openapi.models.V1SeccompProfile;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.wave.job.engine.container.ContainerRights;
import io.wave.job.kubernetes.config.KubernetesProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rights of a container in terms of Kubernetes. Pods of restricted containers comply with the Pod Security Standard
 * {@code restricted}, others with none.
 */
final class PodRights {

    private PodRights() {}

    static V1SeccompProfile seccompProfile(ContainerRights rights) {
        return new V1SeccompProfile()
                .type(
                        switch (rights) {
                            case RESTRICTED -> "RuntimeDefault";
                            case USER_NAMESPACES, UNMASKED, PRIVILEGED -> "Unconfined";
                        });
    }

    static V1SecurityContext securityContext(ContainerRights rights) {
        V1SecurityContext context = new V1SecurityContext().readOnlyRootFilesystem(true);
        return switch (rights) {
            case RESTRICTED ->
                context.allowPrivilegeEscalation(false).capabilities(new V1Capabilities().drop(List.of("ALL")));
            case USER_NAMESPACES -> withNamespaces(context);
            case UNMASKED -> withNamespaces(context).procMount("Unmasked");
            case PRIVILEGED -> context.privileged(true);
        };
    }

    /** Programs with these file capabilities map the ids of user namespaces, so the container must be allowed to gain them. */
    private static V1SecurityContext withNamespaces(V1SecurityContext context) {
        return context.capabilities(new V1Capabilities().drop(List.of("ALL")).add(List.of("SETUID", "SETGID")))
                .appArmorProfile(new V1AppArmorProfile().type("Unconfined"));
    }

    /** Null for the user namespace of the node. A complete {@code /proc} requires another one. */
    static @Nullable Boolean hostUsers(ContainerRights rights, KubernetesProperties properties) {
        boolean ofNode = properties.hostUsers() && rights != ContainerRights.UNMASKED;
        return ofNode ? null : Boolean.FALSE;
    }
}
