package io.wave.job.kubernetes.config;

import io.wave.job.kubernetes.config.KubernetesProperties.Limits;
import io.wave.job.kubernetes.config.KubernetesProperties.Requests;
import io.wave.job.kubernetes.config.KubernetesProperties.Toleration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for some jobs: those of a kind, or those with a profile. What is absent is as without them.
 *
 * @param namespace namespace of the jobs; not of a profile, since the jobs of a kind share one
 * @param requests what a pod is guaranteed
 * @param limits what a pod may use at most
 * @param nodeSelectors labels of the nodes that the jobs may run on, in addition; a label with the same name is replaced
 * @param tolerations tolerations of the pods, in addition
 * @param priorityClass priority class of the pods
 * @param runtimeClass runtime class of the pods
 * @param queue local queue of Kueue
 * @param hostUsers whether pods use the user namespace of the node
 */
public record Overrides(
        @Nullable String namespace,
        @DefaultValue Amounts requests,
        @DefaultValue Amounts limits,
        @DefaultValue List<String> nodeSelectors,
        @DefaultValue List<Toleration> tolerations,
        @Nullable String priorityClass,
        @Nullable String runtimeClass,
        @Nullable String queue,
        @Nullable Boolean hostUsers) {

    public Overrides {
        nodeSelectors = List.copyOf(nodeSelectors);
        tolerations = List.copyOf(tolerations);
    }

    /**
     * Amounts of resources.
     *
     * @param cpu CPU cores, such as {@code 500m}
     * @param memory memory, such as {@code 2Gi}
     * @param storage disk space of the pod on its node
     */
    public record Amounts(
            @Nullable String cpu,
            @Nullable String memory,
            @Nullable String storage) {

        Requests over(Requests all) {
            return new Requests(first(cpu, all.cpu()), first(memory, all.memory()), first(storage, all.storage()));
        }

        Limits over(Limits all) {
            return new Limits(first(cpu, all.cpu()), first(memory, all.memory()), first(storage, all.storage()));
        }
    }

    static <T> @Nullable T first(@Nullable T own, @Nullable T ofAll) {
        return own == null ? ofAll : own;
    }

    static <T> T own(@Nullable T own, T ofAll) {
        return Optional.ofNullable(own).orElse(ofAll);
    }
}
