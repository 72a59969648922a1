package io.wave.builder.buildkit;

import io.wave.containerfile.syntax.ShellWord;
import io.wave.job.engine.tool.SearchPath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The git that a daemon runs, with the certificate authorities of the operator. Of its environment BuildKit gives git only the
 * search path, so the daemon finds a script first.
 */
final class TrustingGit {

    private static final String PATH = "PATH";

    /** The authorities of the machine: Debian, Fedora, SUSE, Alpine. git reads one file only. */
    private static final List<Path> MACHINE = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));

    private TrustingGit() {}

    /**
     * Writes it and puts it on the search path; does nothing where git is not installed.
     *
     * @param environment environment of the daemon
     * @param folder folder of the daemon
     * @param authorities the file of the operator
     */
    static void install(Map<String, String> environment, Path folder, Path authorities) throws IOException {
        String path = environment.getOrDefault(PATH, SearchPath.ours().text());
        Optional<Path> git = new SearchPath(path).find("git");
        if (git.isEmpty()) {
            return;
        }
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Path all = programs.resolve("authorities.pem");
        try (OutputStream out = Files.newOutputStream(all)) {
            for (Path part : Stream.concat(machine(environment).stream(), Stream.of(authorities))
                    .toList()) {
                Files.copy(part, out);
                out.write('\n');
            }
        }
        Path script = programs.resolve("git");
        Files.writeString(
                script,
                "#!/bin/sh\nGIT_SSL_CAINFO=%s exec %s \"$@\"\n"
                        .formatted(
                                ShellWord.quoted(all.toString()),
                                ShellWord.quoted(git.get().toString())),
                StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put(PATH, programs + ":" + path);
    }

    private static Optional<Path> machine(Map<String, String> environment) {
        return Stream.concat(Stream.ofNullable(environment.get("SSL_CERT_FILE")).map(Path::of), MACHINE.stream())
                .filter(Files::isReadable)
                .findFirst();
    }
}
