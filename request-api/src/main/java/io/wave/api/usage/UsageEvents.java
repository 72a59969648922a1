package io.wave.api.usage;

import io.wave.api.build.Build;
import io.wave.api.build.BuildService;
import io.wave.api.mirror.MirrorService;
import io.wave.api.scan.ScanService;
import io.wave.api.security.token.Organizations;
import io.wave.build.BuildId;
import io.wave.event.PullEvent;
import io.wave.image.Platform;
import io.wave.job.JobId;
import io.wave.job.JobRecord;
import io.wave.job.Topics;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.stereotype.Component;

/**
 * Counts usage from events: each build, mirror and scan at its first event, and each pull, by the organization of the caller.
 */
@Component
@ConditionalOnBooleanProperty("wave.metrics.enabled")
class UsageEvents {

    private static final String GROUP = "${spring.kafka.consumer.group-id}.usage";
    private static final String BUILD = "build:";
    private static final String MIRROR = "mirror:";
    private static final String SCAN = "scan:";
    /** A mirror has all platforms. */
    private static final String NO_ARCHITECTURE = "";

    private final UsageCounters usages;
    private final BuildService builds;
    private final MirrorService mirrors;
    private final ScanService scans;
    private final Organizations organizations;

    UsageEvents(
            UsageCounters usages,
            BuildService builds,
            MirrorService mirrors,
            ScanService scans,
            Organizations organizations) {
        this.usages = usages;
        this.builds = builds;
        this.mirrors = mirrors;
        this.scans = scans;
        this.organizations = organizations;
    }

    @KafkaListener(id = "usage-builds", groupId = GROUP, topics = Topics.BUILD_EVENTS)
    void on(JobRecord job) {
        builds.find(BuildId.parse(job.id()))
                .ifPresent(build -> usages.count(BUILD + job.id(), List.of(usage(job.submittedAt(), build))));
    }

    @KafkaListener(id = "usage-mirrors", groupId = GROUP, topics = Topics.MIRROR_EVENTS)
    void onMirror(JobRecord job) {
        mirrors.find(JobId.parse(job.id()))
                .map(mirror -> usage(UsageKind.MIRRORS, job.submittedAt(), mirror.tenant(), NO_ARCHITECTURE, 1))
                .ifPresent(usage -> usages.count(MIRROR + job.id(), List.of(usage)));
    }

    @KafkaListener(id = "usage-scans", groupId = GROUP, topics = Topics.SCAN_EVENTS)
    void onScan(JobRecord job) {
        scans.find(JobId.parse(job.id()))
                .map(scan -> usage(
                        UsageKind.SCANS,
                        job.submittedAt(),
                        scan.tenant(),
                        scan.work().platform().architecture(),
                        1))
                .ifPresent(usage -> usages.count(SCAN + job.id(), List.of(usage)));
    }

    @KafkaListener(id = "usage-pulls", groupId = GROUP, topics = Topics.PULL_EVENTS)
    void on(@Payload PullEvent pull, @Header("ce_id") String id) {
        String architecture = Objects.requireNonNullElse(pull.architecture(), Platform.LINUX_AMD64.architecture());
        List<Usage> counted = new ArrayList<>();
        counted.add(usage(UsageKind.PULLS, pull.at(), pull.tenant(), architecture, pull.count()));
        if (Boolean.TRUE.equals(pull.fusion())) {
            counted.add(usage(UsageKind.FUSION, pull.at(), pull.tenant(), architecture, pull.count()));
        }
        usages.count(id, counted);
    }

    private Usage usage(Instant at, Build build) {
        return usage(
                UsageKind.BUILDS,
                at,
                build.spec().tenant(),
                build.spec().platform().architecture(),
                1);
    }

    private Usage usage(UsageKind kind, Instant at, @Nullable String tenant, String architecture, long count) {
        LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
        String organization =
                Optional.ofNullable(tenant).flatMap(organizations::of).orElse(Usage.ANONYMOUS);
        return new Usage(kind, day, organization, architecture.equals("arm") ? "arm64" : architecture, count);
    }
}
