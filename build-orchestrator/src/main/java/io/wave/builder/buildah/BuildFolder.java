package io.wave.builder.buildah;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Paths in the folder of one attempt. Everything that buildah writes is below it, so nothing is shared with other builds,
 * and everything is deleted with the folder.
 *
 * @param root folder of the attempt
 */
record BuildFolder(Path root) {

    /** Creates the folders. */
    static BuildFolder create(Path root) throws IOException {
        BuildFolder folder = new BuildFolder(root);
        for (Path each : new Path[] {
            folder.context(), folder.temporary(), folder.home(), folder.storage(), folder.state(), folder.networks()
        }) {
            Files.createDirectory(each);
        }
        return folder;
    }

    Path containerFile() {
        return root.resolve("Containerfile");
    }

    Path context() {
        return root.resolve("context");
    }

    Path ignoreFile() {
        return root.resolve("ignore");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    Path home() {
        return root.resolve("home");
    }

    Path storage() {
        return root.resolve("storage");
    }

    Path state() {
        return root.resolve("run");
    }

    Path networks() {
        return root.resolve("networks");
    }

    Path authFile() {
        return root.resolve("auth.json");
    }

    Path registries() {
        return root.resolve("registries.conf");
    }

    Path registryAliases() {
        return root.resolve("aliases.conf");
    }

    Path policy() {
        return root.resolve("policy.json");
    }

    Path settings() {
        return root.resolve("containers.conf");
    }

    Path storageSettings() {
        return root.resolve("storage.conf");
    }

    Path digest() {
        return root.resolve("digest");
    }
}
