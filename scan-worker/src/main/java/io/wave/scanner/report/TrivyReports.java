package io.wave.scanner.report;

import io.wave.image.Digest;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.scan.ScanReport;
import io.wave.scan.ScanReport.ImageLayer;
import io.wave.scan.ScanReport.Secret;
import io.wave.scan.ScanReport.Suppressed;
import io.wave.scan.ScanReport.Vulnerability;
import io.wave.scan.Severity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON reports of Trivy. */
public final class TrivyReports {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final String SECRETS = "secret";
    private static final Comparator<Vulnerability> WORST_FIRST = Comparator.comparing(Vulnerability::severity)
            .thenComparing(Vulnerability::pkgName)
            .thenComparing(Vulnerability::id);

    private final TrivyReport report;
    private final List<Digest> diffIds;

    private TrivyReports(TrivyReport report) {
        this.report = report;
        this.diffIds = metadata(TrivyReport.Metadata::diffIds).stream()
                .flatMap(List::stream)
                .map(Digest::parse)
                .toList();
    }

    /**
     * Reads a report.
     *
     * @throws JobFailedException if it is missing or malformed
     */
    public static ScanReport read(Path file, ReportWarnings warnings) {
        try {
            return new TrivyReports(JSON.readValue(file.toFile(), TrivyReport.class)).convert(warnings);
        } catch (JacksonException | IllegalArgumentException malformed) {
            throw new JobFailedException("scan failed: the report of Trivy cannot be read: " + malformed.getMessage());
        }
    }

    private ScanReport convert(ReportWarnings warnings) {
        List<Vulnerability> all = results()
                .flatMap(result -> stream(result.vulnerabilities()).map(found -> vulnerability(found, result)))
                .sorted(WORST_FIRST)
                .toList();
        Optional<String> system = metadata(TrivyReport.Metadata::system).map(TrivyReports::name);
        return new ScanReport(
                "Trivy " + (report.trivy() == null ? "" : text(report.trivy().version())),
                warnings.database().orElse(null),
                system.orElse(null),
                warnings.of(
                        Objects.requireNonNullElseGet(report.createdAt(), Instant::now),
                        system.filter(_ -> isUnsupported())),
                layers(),
                null,
                counts(all),
                all.stream().limit(ScanReport.MAX_FINDINGS).toList(),
                Math.max(0, all.size() - ScanReport.MAX_FINDINGS),
                results()
                        .filter(result -> SECRETS.equals(result.type()))
                        .flatMap(result -> stream(result.secrets()).map(found -> secret(found, result)))
                        .limit(ScanReport.MAX_FINDINGS)
                        .toList(),
                results()
                        .flatMap(result -> stream(result.modified()))
                        .flatMap(TrivyReports::suppressed)
                        .limit(ScanReport.MAX_FINDINGS)
                        .toList());
    }

    private Stream<TrivyReport.Result> results() {
        return stream(report.results());
    }

    private static <T> Stream<T> stream(@Nullable List<T> list) {
        return list == null ? Stream.empty() : list.stream();
    }

    private <T> Optional<T> metadata(java.util.function.Function<TrivyReport.Metadata, @Nullable T> member) {
        return Optional.ofNullable(report.metadata()).map(member);
    }

    private boolean isUnsupported() {
        return metadata(TrivyReport.Metadata::system)
                .map(TrivyReport.Distribution::unsupported)
                .orElse(false);
    }

    private static String name(TrivyReport.Distribution system) {
        return "%s %s".formatted(text(system.family()), text(system.name())).strip();
    }

    private static Map<Severity, Integer> counts(List<Vulnerability> all) {
        Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
        all.forEach(found -> counts.merge(found.severity(), 1, Integer::sum));
        return counts;
    }

    private List<ImageLayer> layers() {
        Iterator<TrivyReport.History> history = metadata(TrivyReport.Metadata::config).stream()
                .flatMap(config -> stream(config.history()))
                .filter(entry -> !Boolean.TRUE.equals(entry.empty()))
                .iterator();
        List<ImageLayer> layers = new ArrayList<>();
        for (Digest diffId : diffIds) {
            layers.add(new ImageLayer(diffId, history.hasNext() ? history.next().createdBy() : null));
        }
        return layers;
    }

    private Vulnerability vulnerability(TrivyReport.Vulnerability found, TrivyReport.Result result) {
        return new Vulnerability(
                text(found.id()),
                Severity.of(text(found.severity())),
                found.title(),
                text(found.pkgName()),
                text(found.installedVersion()),
                given(found.fixedVersion()),
                given(found.primaryUrl()),
                Optional.ofNullable(given(found.pkgPath())).orElse(result.target()),
                layer(found.layer()));
    }

    private Secret secret(TrivyReport.Secret found, TrivyReport.Result result) {
        return new Secret(
                text(found.rule()),
                Severity.of(text(found.severity())),
                text(found.title()),
                text(result.target()),
                found.line() == null ? 0 : found.line(),
                layer(found.layer()));
    }

    private static Stream<Suppressed> suppressed(TrivyReport.Modified modified) {
        TrivyReport.Vulnerability found = modified.finding();
        return found == null
                ? Stream.empty()
                : Stream.of(new Suppressed(
                        text(found.id()),
                        Severity.of(text(found.severity())),
                        text(found.pkgName()),
                        text(modified.status()),
                        given(modified.statement()),
                        given(modified.source())));
    }

    private @Nullable Integer layer(TrivyReport.@Nullable Layer layer) {
        String diffId = layer == null ? null : given(layer.diffId());
        int index = diffId == null ? -1 : diffIds.indexOf(Digest.parse(diffId));
        return index < 0 ? null : index;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static @Nullable String given(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }
}
