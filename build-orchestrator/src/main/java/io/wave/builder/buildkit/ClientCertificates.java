package io.wave.builder.buildkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The certificates of {@code wave.build.buildkit.tls} as files for the client, by the options that name them. */
record ClientCertificates(Map<String, Path> files) {

    static final String CA = "tlscacert";
    static final String CERTIFICATE = "tlscert";
    static final String KEY = "tlskey";

    ClientCertificates {
        files = Map.copyOf(files);
    }

    static ClientCertificates of(BuildKitProperties.Tls tls) {
        Map<String, Path> files = new LinkedHashMap<>();
        put(files, CA, tls.ca());
        put(files, CERTIFICATE, tls.cert());
        put(files, KEY, tls.key());
        return new ClientCertificates(files);
    }

    private static void put(Map<String, Path> files, String name, @Nullable Path file) {
        if (file != null) {
            files.put(name, file);
        }
    }

    /** The first arguments of the command line of a client. */
    List<String> client(String program, DaemonAddress daemon) {
        List<String> words = new ArrayList<>(List.of(program, "--addr", daemon.text()));
        if (daemon.isRemote()) {
            new TreeMap<>(files).forEach((name, file) -> words.addAll(List.of("--" + name, file.toString())));
        }
        return words;
    }

    /** The same certificates in another folder, whose files are the {@link #contents}. */
    ClientCertificates in(String folder) {
        Map<String, Path> moved = new LinkedHashMap<>();
        files.keySet().forEach(name -> moved.put(name, Path.of(folder, fileName(name))));
        return new ClientCertificates(moved);
    }

    /** The contents of the files, which are read again each time since certificates are renewed. */
    Map<String, String> contents() {
        Map<String, String> contents = new LinkedHashMap<>();
        files.forEach((name, file) -> contents.put(fileName(name), read(name, file)));
        return contents;
    }

    /** The URL of the file of an option; null if there is none. */
    @Nullable
    String location(String name) {
        Path file = files.get(name);
        return file == null ? null : file.toUri().toString();
    }

    /** Whether there are none, so that connections are not encrypted. */
    boolean isEmpty() {
        return files.isEmpty();
    }

    private static String fileName(String name) {
        return name + ".pem";
    }

    private static String read(String name, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "wave.build.buildkit.tls: %s (--%s) cannot be read".formatted(file, name), unreadable);
        }
    }
}
