package io.wave.builder.buildah;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What lies where in the folder of one attempt. All that buildah writes is below it, so nothing is shared with another
 * build and all of it goes with the folder.
 *
 * @param root the attempt's folder
 */
record BuildFolder(Path root) {

    /** Makes the folders. */
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
