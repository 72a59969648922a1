package io.wave.job.kubernetes.config;

import io.wave.job.JobKind;
import io.wave.job.JobProfile;
import io.wave.job.engine.container.ContainerRights;
import io.wave.job.engine.container.ProfileErrors;
import io.wave.job.engine.container.ToolImages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How jobs run on Kubernetes. Labels, annotations and node selectors have the form {@code name=value}.
 *
 * @param kubeconfig file with the connection to the cluster; by default the service account of the pod, or else the file that
 *     the environment variable {@code KUBECONFIG} names
 * @param namespace namespace of the jobs
 * @param images images of the tools
 * @param pullPolicy when nodes pull these images: {@code Always}, {@code IfNotPresent} or {@code Never}
 * @param pullSecrets names of the secrets with which nodes pull them
 * @param requests what a pod is guaranteed
 * @param limits what a pod may use at most
 * @param nodeSelectors labels of the nodes that jobs may run on
 * @param architectures labels of the nodes that jobs for an architecture ({@code amd64}, {@code arm64}) run on; by default
 *     {@code kubernetes.io/arch} with its name
 * @param tolerations tolerations of the pods
 * @param priorityClass priority class of the pods
 * @param runtimeClass runtime class of the pods
 * @param queue local queue of Kueue
 * @param hostUsers whether pods use the user namespace of the node; {@code false} needs a cluster that supports others
 * @param singularityRights what the containers of Singularity builds may do: {@code restricted}, {@code user-namespaces} (create user
 *     namespaces), {@code unmasked} (and a complete {@code /proc}, in a user namespace of the pod), or {@code privileged}
 * @param labels additional labels of jobs and pods
 * @param annotations additional annotations of jobs and pods
 * @param startTimeout how long a pod may wait for a node that can run it, for an image that cannot be pulled, or for
 *     something else without which its node cannot start it
 * @param keep how long Kubernetes keeps ended jobs that no worker has removed
 * @param kinds overrides for jobs of one kind ({@code build}, {@code mirror}, {@code scan})
 * @param profiles settings by the names of profiles, which requests may ask for; they win over those of the kind
 */
@ConfigurationProperties("wave.jobs.kubernetes")
public record KubernetesProperties(
        @Nullable Path kubeconfig,
        @DefaultValue("wave-jobs") String namespace,
        @DefaultValue @NestedConfigurationProperty ToolImages images,
        @DefaultValue("IfNotPresent") String pullPolicy,
        @DefaultValue List<String> pullSecrets,
        @DefaultValue Requests requests,
        @DefaultValue Limits limits,
        @DefaultValue List<String> nodeSelectors,
        @DefaultValue Map<String, List<String>> architectures,
        @DefaultValue List<Toleration> tolerations,
        @Nullable String priorityClass,
        @Nullable String runtimeClass,
        @Nullable String queue,
        @DefaultValue("true") boolean hostUsers,
        @DefaultValue("user-namespaces") ContainerRights singularityRights,
        @DefaultValue List<String> labels,
        @DefaultValue List<String> annotations,
        @DefaultValue("3m") Duration startTimeout,
        @DefaultValue("1h") Duration keep,
        @DefaultValue Map<JobKind, Overrides> kinds,
        @DefaultValue Map<String, Overrides> profiles) {

    /** For the profiles of these properties. */
    public static final ProfileErrors PROFILES = new ProfileErrors("wave.jobs.kubernetes");

    private static final String PREFIX = "wave.jobs.kubernetes.";
    private static final String QUANTITY = "\\d+(?:\\.\\d+)?(?:m|[kMGTPE]|[KMGTPE]i)?";
    private static final String NAMESPACE = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";

    /** @throws IllegalArgumentException if a value is invalid; the message names its key */
    public KubernetesProperties {
        pullSecrets = List.copyOf(pullSecrets);
        nodeSelectors = pairs("node-selectors", nodeSelectors);
        architectures = Map.copyOf(architectures);
        architectures.forEach((name, labelsOfNodes) -> pairs("architectures." + name, labelsOfNodes));
        tolerations = List.copyOf(tolerations);
        labels = pairs("labels", labels);
        annotations = pairs("annotations", annotations);
        kinds = Map.copyOf(kinds);
        profiles = Map.copyOf(profiles);
        require(
                pullPolicy.matches("Always|IfNotPresent|Never"),
                "pull-policy",
                pullPolicy,
                "Always, IfNotPresent, Never");
        namespace("namespace", namespace);
        amounts("requests", requests.cpu(), requests.memory(), requests.storage());
        amounts("limits", limits.cpu(), limits.memory(), limits.storage());
        kinds.forEach((kind, own) -> check("kinds." + kind + ".", own));
        profiles.forEach(KubernetesProperties::profile);
        require(!startTimeout.isNegative(), "start-timeout", startTimeout, "a duration");
        require(keep.toSeconds() > 0, "keep", keep, "a duration of at least 1s");
    }

    private static void require(boolean valid, String key, Object value, String expected) {
        if (!valid) {
            throw new IllegalArgumentException("%s%s: '%s' is invalid: use %s".formatted(PREFIX, key, value, expected));
        }
    }

    private static void profile(String name, Overrides own) {
        require(JobProfile.isName(name), "profiles", name, JobProfile.NAME_RULE + " as the name of a profile");
        String key = "profiles." + name + ".";
        require(
                own.namespace() == null,
                key + "namespace",
                String.valueOf(own.namespace()),
                "kinds.<kind>.namespace: a profile has no namespace of its own");
        check(key, own);
    }

    private static void check(String key, Overrides own) {
        namespace(key + "namespace", own.namespace());
        amounts(
                key + "requests",
                own.requests().cpu(),
                own.requests().memory(),
                own.requests().storage());
        amounts(
                key + "limits",
                own.limits().cpu(),
                own.limits().memory(),
                own.limits().storage());
        List<String> _ = pairs(key + "node-selectors", own.nodeSelectors());
    }

    private static void namespace(String key, @Nullable String name) {
        require(name == null || name.matches(NAMESPACE), key, String.valueOf(name), "the name of a namespace");
    }

    private static List<String> pairs(String key, List<String> pairs) {
        pairs.forEach(pair -> require(pair.indexOf('=') > 0, key, pair, "the form name=value"));
        return List.copyOf(pairs);
    }

    private static void amounts(String key, @Nullable String cpu, @Nullable String memory, @Nullable String storage) {
        amount(key + ".cpu", cpu);
        amount(key + ".memory", memory);
        amount(key + ".storage", storage);
    }

    private static void amount(String key, @Nullable String text) {
        require(text == null || text.matches(QUANTITY), key, String.valueOf(text), "a quantity such as 500m or 2Gi");
    }

    /**
     * What a pod is guaranteed.
     *
     * @param cpu CPU cores, such as {@code 500m}
     * @param memory memory, such as {@code 2Gi}
     * @param storage disk space of the pod on its node
     */
    public record Requests(
            @DefaultValue("250m") @Nullable String cpu,
            @DefaultValue("512Mi") @Nullable String memory,
            @Nullable String storage) {}

    /**
     * What a pod may use at most.
     *
     * @param cpu CPU cores; by default without limit
     * @param memory memory
     * @param storage disk space of the pod on its node; by default without limit
     */
    public record Limits(
            @Nullable String cpu,
            @DefaultValue("4Gi") @Nullable String memory,
            @Nullable String storage) {}

    /**
     * A toleration.
     *
     * @param key key of the taint; all taints if absent
     * @param operator {@code Equal} or {@code Exists}
     * @param value value of the taint
     * @param effect effect of the taint; all effects if absent
     * @param seconds how long a taint {@code NoExecute} is tolerated
     */
    public record Toleration(
            @Nullable String key,
            @DefaultValue("Equal") String operator,
            @Nullable String value,
            @Nullable String effect,
            @Nullable Long seconds) {}

    /** These properties with the overrides of a kind in their place. */
    public KubernetesProperties of(JobKind kind) {
        return with(kinds.get(kind));
    }

    /** These properties with those of a profile in their place; empty if there is no such profile. */
    public Optional<KubernetesProperties> of(JobProfile profile) {
        return Optional.ofNullable(profiles.get(profile.name())).map(this::with);
    }

    private KubernetesProperties with(@Nullable Overrides own) {
        if (own == null) {
            return this;
        }
        return new KubernetesProperties(
                kubeconfig,
                Overrides.own(own.namespace(), namespace),
                images,
                pullPolicy,
                pullSecrets,
                own.requests().over(requests),
                own.limits().over(limits),
                joined(nodeSelectors, own.nodeSelectors()),
                architectures,
                joined(tolerations, own.tolerations()),
                Overrides.first(own.priorityClass(), priorityClass),
                Overrides.first(own.runtimeClass(), runtimeClass),
                Overrides.first(own.queue(), queue),
                Overrides.own(own.hostUsers(), hostUsers),
                singularityRights,
                labels,
                annotations,
                startTimeout,
                keep,
                Map.of(),
                profiles);
    }

    private static <T> List<T> joined(List<T> all, List<T> own) {
        return Stream.concat(all.stream(), own.stream()).toList();
    }
}
