package io.wave.scan;

import io.wave.image.Digest;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scan found, as the worker stores it in the object store. The size is limited: of more than {@value
 * #MAX_FINDINGS} findings the most severe are listed.
 *
 * @param scanner name and version of the scanner
 * @param database the vulnerability database, or null if unknown
 * @param system the distribution in the image, such as {@code alpine 3.22.1}, or null if there is none
 * @param warnings what limits the result, such as an old database
 * @param layers the layers of the image, the base first
 * @param baseLayers how many of the layers are those of the base image, or null if unknown
 * @param counts number of vulnerabilities by severity, without those that have none
 * @param vulnerabilities the vulnerabilities, the most severe first
 * @param omitted number of vulnerabilities that are not listed
 * @param secrets secrets in files; empty if they were not looked for
 * @param suppressed vulnerabilities that a VEX document of the image declares as not applicable
 */
public record ScanReport(
        String scanner,
        @Nullable Database database,
        @Nullable String system,
        List<String> warnings,
        List<ImageLayer> layers,
        @Nullable Integer baseLayers,
        Map<Severity, Integer> counts,
        List<Vulnerability> vulnerabilities,
        int omitted,
        List<Secret> secrets,
        List<Suppressed> suppressed) {

    /** Maximum number of listed vulnerabilities, of secrets, and of suppressed vulnerabilities. */
    public static final int MAX_FINDINGS = 20_000;

    public ScanReport {
        warnings = List.copyOf(warnings);
        layers = List.copyOf(layers);
        Map<Severity, Integer> ordered = new EnumMap<>(Severity.class);
        ordered.putAll(counts);
        counts = Collections.unmodifiableMap(ordered);
        vulnerabilities = List.copyOf(vulnerabilities);
        secrets = List.copyOf(secrets);
        suppressed = List.copyOf(suppressed);
    }

    /** A copy that knows how many of its layers are those of the base image. */
    public ScanReport withBaseLayers(int count) {
        return new ScanReport(
                scanner,
                database,
                system,
                warnings,
                layers,
                count,
                counts,
                vulnerabilities,
                omitted,
                secrets,
                suppressed);
    }

    /**
     * The vulnerability database of a scan.
     *
     * @param updatedAt when its content was compiled
     * @param nextUpdate when a newer one was due
     */
    public record Database(Instant updatedAt, @Nullable Instant nextUpdate) {}

    /**
     * A layer.
     *
     * @param diffId digest of the uncompressed layer
     * @param createdBy the command that created it, if the image says so
     */
    public record ImageLayer(Digest diffId, @Nullable String createdBy) {}

    /**
     * A vulnerability of an installed package.
     *
     * @param id identifier, such as {@code CVE-2026-1234}
     * @param severity its severity
     * @param title a short description, or null
     * @param pkgName the package
     * @param installedVersion its installed version
     * @param fixedVersion the versions without the vulnerability, or null if there are none yet
     * @param primaryUrl page about the vulnerability, or null
     * @param location where the package was found: the distribution, or a file
     * @param layer index of the layer that added the package, or null if unknown
     */
    public record Vulnerability(
            String id,
            Severity severity,
            @Nullable String title,
            String pkgName,
            String installedVersion,
            @Nullable String fixedVersion,
            @Nullable String primaryUrl,
            @Nullable String location,
            @Nullable Integer layer) {}

    /**
     * A secret in a file. The secret itself is not kept.
     *
     * @param rule the rule that recognized it
     * @param severity its severity
     * @param title what kind of secret it is
     * @param file the file
     * @param line the line in the file
     * @param layer index of the layer that added the file, or null if unknown
     */
    public record Secret(
            String rule,
            Severity severity,
            String title,
            String file,
            int line,
            @Nullable Integer layer) {}

    /**
     * A vulnerability that a VEX document declares as not applicable.
     *
     * @param id identifier of the vulnerability
     * @param severity its severity
     * @param pkgName the package
     * @param status the status, such as {@code not_affected}
     * @param statement the reason, or null
     * @param source the document, or null
     */
    public record Suppressed(
            String id,
            Severity severity,
            String pkgName,
            String status,
            @Nullable String statement,
            @Nullable String source) {}
}
