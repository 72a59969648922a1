package io.wave.job.kubernetes.object;

import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EmptyDirVolumeSource;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1LocalObjectReference;
import io.kubernetes.client.openapi.models.V1PodSecurityContext;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1ResourceRequirements;
import io.kubernetes.client.openapi.models.V1SecretVolumeSource;
import io.kubernetes.client.openapi.models.V1Toleration;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import io.wave.job.engine.container.ContainerRights;
import io.wave.job.engine.container.Pairs;
import io.wave.job.engine.plan.Container;
import io.wave.job.kubernetes.config.KubernetesProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pod of a job: one container without service account and with a read-only file system, which runs as an ordinary user with the
 * {@link PodRights} that its tool needs.
 */
final class PodObject {

    private static final long USER = Container.USER;
    /** Files of the Secret belong to root and to the group of the container. */
    private static final int GROUP_READS = 0440;
    /** What is left to the entry point to end the tools. */
    private static final long GRACE_SECONDS = 5;

    private PodObject() {}

    static V1PodSpec of(JobRequest request, KubernetesProperties properties) {
        Container container = request.container();
        ContainerRights rights = ContainerRights.of(container.tool(), properties.singularityRights());
        return new V1PodSpec()
                .restartPolicy("Never")
                .automountServiceAccountToken(false)
                .enableServiceLinks(false)
                .terminationGracePeriodSeconds(GRACE_SECONDS)
                .hostUsers(PodRights.hostUsers(rights, properties))
                .nodeSelector(empty(nodes(container, properties)))
                .tolerations(tolerations(properties))
                .priorityClassName(properties.priorityClass())
                .runtimeClassName(properties.runtimeClass())
                // The runtime class sets it.
                .overhead(null)
                .imagePullSecrets(properties.pullSecrets().stream()
                        .map(name -> new V1LocalObjectReference().name(name))
                        .toList())
                .securityContext(new V1PodSecurityContext()
                        .runAsNonRoot(true)
                        .runAsUser(USER)
                        .runAsGroup(USER)
                        .fsGroup(USER)
                        .seccompProfile(PodRights.seccompProfile(rights)))
                .containers(List.of(container(request, rights, properties)))
                .volumes(volumes(request));
    }

    private static V1Container container(JobRequest request, ContainerRights rights, KubernetesProperties properties) {
        Container container = request.container();
        return new V1Container()
                .name(Names.CONTAINER)
                .image(properties.images().of(container.tool(), "kubernetes"))
                .imagePullPolicy(properties.pullPolicy())
                .command(container.entryPoint())
                .args(container.command())
                .workingDir(Container.WORK)
                .env(environment(container))
                .resources(new V1ResourceRequirements()
                        .requests(quantities(
                                properties.requests().cpu(),
                                properties.requests().memory(),
                                properties.requests().storage()))
                        .limits(quantities(
                                properties.limits().cpu(),
                                properties.limits().memory(),
                                properties.limits().storage())))
                .securityContext(PodRights.securityContext(rights))
                .volumeMounts(mounts(container, properties));
    }

    private static List<V1EnvVar> environment(Container container) {
        return container.variables().entrySet().stream()
                .map(variable -> new V1EnvVar().name(variable.getKey()).value(variable.getValue()))
                .toList();
    }

    private static Map<String, String> folders(Container container) {
        Map<String, String> folders = new LinkedHashMap<>();
        folders.put("work", Container.WORK);
        folders.put("tmp", "/tmp");
        if (container.tool() == Container.Tool.BUILDER) {
            folders.put("run", "/run/user/1000");
            folders.put("buildkit", "/home/user/.local/share/buildkit");
        }
        return folders;
    }

    private static List<V1VolumeMount> mounts(Container container, KubernetesProperties properties) {
        List<V1VolumeMount> mounts = new ArrayList<>();
        mounts.add(
                new V1VolumeMount().name("secret").mountPath(Container.SECRETS).readOnly(true));
        folders(container)
                .forEach((name, path) ->
                        mounts.add(new V1VolumeMount().name(name).mountPath(path)));
        if (SubordinateIds.areNeeded(container, properties)) {
            mounts.addAll(SubordinateIds.mounts("secret"));
        }
        return mounts;
    }

    private static List<V1Volume> volumes(JobRequest request) {
        List<V1Volume> volumes = new ArrayList<>();
        volumes.add(new V1Volume()
                .name("secret")
                .secret(new V1SecretVolumeSource()
                        .secretName(Names.of(request.id()))
                        .defaultMode(GROUP_READS)));
        folders(request.container())
                .forEach((name, _) -> volumes.add(new V1Volume().name(name).emptyDir(new V1EmptyDirVolumeSource())));
        return volumes;
    }

    private static Map<String, String> nodes(Container container, KubernetesProperties properties) {
        Map<String, String> labels = Pairs.of(properties.nodeSelectors());
        container
                .platform()
                .ifPresent(platform -> labels.putAll(
                        Optional.ofNullable(properties.architectures().get(platform.architecture()))
                                .map(Pairs::of)
                                .orElseGet(() -> Map.of("kubernetes.io/arch", platform.architecture()))));
        return labels;
    }

    private static List<V1Toleration> tolerations(KubernetesProperties properties) {
        return properties.tolerations().stream()
                .map(each -> new V1Toleration()
                        .key(each.key())
                        .operator(each.operator())
                        .value(each.value())
                        .effect(each.effect())
                        .tolerationSeconds(each.seconds()))
                .toList();
    }

    private static @Nullable Map<String, String> empty(Map<String, String> map) {
        return map.isEmpty() ? null : map;
    }

    private static Map<String, Quantity> quantities(
            @Nullable String cpu, @Nullable String memory, @Nullable String storage) {
        Map<String, Quantity> quantities = new TreeMap<>();
        put(quantities, "cpu", cpu);
        put(quantities, "memory", memory);
        put(quantities, "ephemeral-storage", storage);
        return quantities;
    }

    private static void put(Map<String, Quantity> quantities, String name, @Nullable String amount) {
        if (amount != null) {
            quantities.put(name, new Quantity(amount));
        }
    }
}
