package io.wave.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/** Visits the files of a folder; files that are deleted meanwhile are skipped. */
final class FileListing extends SimpleFileVisitor<Path> {

    private final Path root;
    private final Consumer<StoredObject> action;

    FileListing(Path root, Consumer<StoredObject> action) {
        this.root = root;
        this.action = action;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            ObjectName.of(root.relativize(file).toString())
                    .ifPresent(name -> action.accept(new StoredObject(
                            name,
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant())));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }
}
