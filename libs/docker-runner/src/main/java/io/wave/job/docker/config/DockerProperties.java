package io.wave.job.docker.config;

import io.wave.job.JobProfile;
import io.wave.job.engine.container.ContainerRights;
import io.wave.job.engine.container.ToolImages;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How jobs run as containers of a Docker engine.
 *
 * @param host socket of the engine, which must be on this machine
 * @param images images of the tools
 * @param pull when the engine pulls these images: {@code always}, {@code missing} or {@code never}
 * @param network network of the containers; by default that of the engine
 * @param singularityRights what the containers of Singularity builds may do: {@code restricted}, {@code user-namespaces} (create user
 *     namespaces), {@code unmasked} (and a complete {@code /proc}), or {@code privileged}
 * @param limits what a container may use at most
 * @param labels additional labels of the containers, of the form {@code name=value}
 * @param profiles limits by the names of profiles, which requests may ask for; what is absent is as in {@code limits}
 * @param keep how long ended containers that no worker has removed are kept
 */
@ConfigurationProperties("wave.jobs.docker")
public record DockerProperties(
        @DefaultValue("unix:///var/run/docker.sock") URI host,
        @DefaultValue @NestedConfigurationProperty ToolImages images,
        @DefaultValue("missing") Pull pull,
        @Nullable String network,
        @DefaultValue("user-namespaces") ContainerRights singularityRights,
        @DefaultValue Limits limits,
        @DefaultValue List<String> labels,
        @DefaultValue Map<String, Profile> profiles,
        @DefaultValue("1h") Duration keep) {

    /** When the engine pulls an image. */
    public enum Pull {
        ALWAYS,
        MISSING,
        NEVER
    }

    /** @throws IllegalArgumentException if a value is invalid; the message names its key */
    public DockerProperties {
        if (!"unix".equals(host.getScheme()) || host.getPath() == null) {
            throw invalid("host", host, "the socket of an engine on this machine, such as unix:///var/run/docker.sock");
        }
        labels = List.copyOf(labels);
        labels.stream().filter(label -> label.indexOf('=') < 1).findFirst().ifPresent(label -> {
            throw invalid("labels", label, "the form name=value");
        });
        profiles = Map.copyOf(profiles);
        for (Map.Entry<String, Profile> profile : profiles.entrySet()) {
            String name = profile.getKey();
            if (!JobProfile.isName(name)) {
                throw invalid("profiles", name, JobProfile.NAME_RULE + " as the name of a profile");
            }
            profile.getValue().limits().check("profiles." + name + ".limits");
        }
        if (keep.isNegative() || keep.isZero()) {
            throw invalid("keep", keep, "a duration above 0");
        }
    }

    private static IllegalArgumentException invalid(String key, Object value, String expected) {
        return new IllegalArgumentException(
                "wave.jobs.docker.%s: '%s' is invalid: use %s".formatted(key, value, expected));
    }

    /** The limits of jobs with this profile; empty if there is no such profile. */
    public Optional<Limits> limits(JobProfile profile) {
        return Optional.ofNullable(profiles.get(profile.name()))
                .map(own -> own.limits().over(limits));
    }

    /**
     * What a profile changes.
     *
     * @param limits what a container may use at most
     */
    public record Profile(@DefaultValue OwnLimits limits) {}

    /**
     * Limits in place of those of all jobs.
     *
     * @param cpus CPU cores
     * @param memory memory
     * @param processes number of processes and threads
     */
    public record OwnLimits(
            @Nullable BigDecimal cpus,
            @Nullable DataSize memory,
            @Nullable Long processes) {

        private void check(String key) {
            Limits.check(key, cpus, memory, processes);
        }

        private Limits over(Limits all) {
            return new Limits(
                    cpus == null ? all.cpus() : cpus,
                    Objects.requireNonNullElse(memory, all.memory()),
                    Objects.requireNonNullElse(processes, all.processes()));
        }
    }

    /**
     * What a container may use at most.
     *
     * @param cpus CPU cores, such as {@code 1.5}; by default without limit
     * @param memory memory
     * @param processes number of processes and threads
     */
    public record Limits(
            @Nullable BigDecimal cpus,
            @DefaultValue("4GB") DataSize memory,
            @DefaultValue("8192") long processes) {

        private static final DataSize SMALLEST = DataSize.ofMegabytes(6);

        public Limits {
            check("limits", cpus, memory, processes);
        }

        private static void check(
                String key, @Nullable BigDecimal cpus, @Nullable DataSize memory, @Nullable Long processes) {
            if (cpus != null && cpus.signum() <= 0) {
                throw invalid(key + ".cpus", cpus, "a number above 0");
            }
            if (memory != null && memory.compareTo(SMALLEST) < 0) {
                throw invalid(key + ".memory", memory, "at least 6MB");
            }
            if (processes != null && processes < 1) {
                throw invalid(key + ".processes", processes, "a number above 0");
            }
        }
    }
}
