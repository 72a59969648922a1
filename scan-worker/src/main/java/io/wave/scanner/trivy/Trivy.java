package io.wave.scanner.trivy;

import io.wave.job.engine.tool.ToolCommand;
import io.wave.scan.ScanFile;
import io.wave.scan.ScanSpec;
import io.wave.scanner.registry.TrivyAccess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The command lines of Trivy. Secrets are in files and in the environment, never in arguments. */
final class Trivy {

    /** Only these need the database of Java archives. */
    private static final List<String> JAVA_ARCHIVES = List.of("**/*.jar", "**/*.war", "**/*.ear", "**/*.par");

    private final String program;
    private final ScannerProperties properties;
    private final ScanFolder folder;
    private final Map<String, String> environment;

    /**
     * Trivy in a folder.
     *
     * @param program the program
     * @param inherited the base environment, with the network access of the scan
     */
    Trivy(String program, ScannerProperties properties, ScanFolder folder, Map<String, String> inherited) {
        this.program = program;
        this.properties = properties;
        this.folder = folder;
        this.environment = new LinkedHashMap<>(inherited);
        environment.put("HOME", folder.home().toString());
        environment.put("TMPDIR", folder.temporary().toString());
        environment.put("DOCKER_CONFIG", folder.docker().toString());
        environment.put("GOMEMLIMIT", Long.toString(properties.memory().toBytes()));
    }

    /** Has the database of a Trivy server used. */
    void useServer(Optional<String> token) {
        token.ifPresent(secret -> environment.put("TRIVY_TOKEN", secret));
    }

    /**
     * Scans an image.
     *
     * @param database the arguments for the database
     */
    ToolCommand scan(ScanSpec spec, Target target, List<String> database) {
        List<String> arguments = new ArrayList<>(List.of(program, "image"));
        arguments.addAll(
                List.of("--image-src", "remote", "--platform", spec.platform().toString()));
        arguments.addAll(List.of("--scanners", spec.secrets() ? "vuln,secret" : "vuln"));
        arguments.addAll(List.of("--format", "json", "--list-all-pkgs", "--show-suppressed"));
        arguments.addAll(List.of("--output", folder.file(ScanFile.REPORT).toString()));
        arguments.addAll(List.of("--cache-dir", folder.cache().toString()));
        arguments.addAll(List.of("--skip-version-check", "--disable-telemetry", "--no-progress"));
        arguments.addAll(List.of("--timeout", spec.runTimeout().toSeconds() + "s"));
        if (properties.vex() && target.servesAttachments()) {
            arguments.addAll(List.of("--vex", "oci"));
        }
        if (target.insecure()) {
            arguments.add("--insecure");
        }
        arguments.addAll(database);
        arguments.add(target.image());
        return new ToolCommand(arguments, environment);
    }

    /**
     * What is scanned.
     *
     * @param image its name, by digest
     * @param insecure whether a registry does not use https
     * @param servesAttachments whether Trivy can read what is attached to the image
     */
    record Target(String image, boolean insecure, boolean servesAttachments) {

        static Target of(ScanSpec spec, TrivyAccess access) {
            return new Target(
                    access.location(spec.image()),
                    access.isInsecure(spec.image()),
                    access.servesAttachments(spec.image()));
        }

        /** With a database whose registry may not use https either. */
        Target or(boolean insecureDatabase) {
            return new Target(image, insecure || insecureDatabase, servesAttachments);
        }
    }

    /**
     * The arguments for a Trivy server, besides those that say which one. The server keeps what it knows of a layer by the digest
     * that an image claims for it, so an image could get the packages of another one, or replace them. The files to skip are
     * part of its key: one of a random name makes sure that scans share nothing.
     */
    static List<String> unshared() {
        return List.of("--skip-files", "wave-scan/" + UUID.randomUUID());
    }

    /** The arguments for a database in the cache folder. */
    static List<String> present(boolean hasJava) {
        List<String> arguments = new ArrayList<>(List.of("--skip-db-update", "--skip-java-db-update"));
        if (!hasJava) {
            JAVA_ARCHIVES.forEach(pattern -> arguments.addAll(List.of("--skip-files", pattern)));
        }
        return arguments;
    }

    /** The arguments for a database that Trivy downloads from one of these repositories. */
    static List<String> downloaded(List<String> repositories, List<String> javaRepositories) {
        List<String> arguments = new ArrayList<>();
        repositories.forEach(repository -> arguments.addAll(List.of("--db-repository", repository)));
        javaRepositories.forEach(repository -> arguments.addAll(List.of("--java-db-repository", repository)));
        if (javaRepositories.isEmpty()) {
            arguments.add("--skip-java-db-update");
            JAVA_ARCHIVES.forEach(pattern -> arguments.addAll(List.of("--skip-files", pattern)));
        }
        return arguments;
    }

    /** Converts the report of the scan. */
    ToolCommand convert(String format, ScanFile to) {
        return new ToolCommand(
                List.of(
                        program,
                        "convert",
                        "--format",
                        format,
                        "--cache-dir",
                        folder.cache().toString(),
                        "--output",
                        folder.file(to).toString(),
                        folder.file(ScanFile.REPORT).toString()),
                environment);
    }
}
