package io.wave.builder.singularity;

import io.wave.job.engine.folder.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The layout of the folder of an attempt.
 *
 * @param root the folder of the attempt
 */
record SifFolder(Path root) {

    /** Creates the folders. */
    static SifFolder create(Path root) throws IOException {
        SifFolder folder = new SifFolder(root);
        for (Path each : new Path[] {folder.context(), folder.temporary(), folder.home(), folder.cache()}) {
            Files.createDirectory(each);
        }
        return folder;
    }

    Path definition() {
        return root.resolve("Containerfile");
    }

    Path context() {
        return root.resolve("context");
    }

    Path image() {
        return root.resolve("image.sif");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    Path home() {
        return root.resolve("home");
    }

    Path cache() {
        return root.resolve("cache");
    }

    /** The folder of the configuration of a program. */
    Path configuration(String program) {
        return home().resolve("." + program);
    }

    /** Writes configuration files for both programs that only the user of the worker may read. */
    void writeSettings(Map<String, String> files) throws IOException {
        for (String program : Singularity.PROGRAMS) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path folder = Files.createDirectories(configuration(program));
                PrivateFiles.write(folder.resolve(file.getKey()), file.getValue());
            }
        }
    }
}
