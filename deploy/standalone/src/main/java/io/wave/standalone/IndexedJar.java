package io.wave.standalone;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A jar of an {@link IndexedClassLoader}. Entries are those for the running version of Java. */
final class IndexedJar implements Closeable {

    private static final String VERSIONS = "META-INF/versions/";

    private final JarFile file;
    private final URL url;
    private final URLClassLoader resources;

    private IndexedJar(JarFile file, URL url) {
        this.file = file;
        this.url = url;
        this.resources = new URLClassLoader(new URL[] {url}, null);
    }

    /** @throws UncheckedIOException if it cannot be read */
    static IndexedJar open(Path path) {
        try {
            File file = path.toFile();
            return new IndexedJar(new JarFile(file, false, ZipFile.OPEN_READ, JarFile.runtimeVersion()), Urls.of(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    URL url() {
        return url;
    }

    /** The folders that have entries, as {@link #folderOf} names them. */
    Set<String> folders() {
        Set<String> folders = new HashSet<>();
        String last = null;
        for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
            String path = entries.nextElement().getName();
            String folder = folderOf(path);
            // Entries of a folder mostly follow each other.
            if (!folder.equals(last)) {
                folders.add(folder);
                folders.add(folderOf(withoutVersion(path)));
                last = folder;
            }
        }
        return folders;
    }

    /** The folder of a path in a jar. The path of a folder may have a slash at its end. */
    static String folderOf(String path) {
        int slash = path.lastIndexOf('/', path.length() - 2);
        return slash < 0 ? "" : path.substring(0, slash);
    }

    @Nullable
    JarEntry entry(String path) {
        return file.getJarEntry(path);
    }

    InputStream open(JarEntry entry) throws IOException {
        return file.getInputStream(entry);
    }

    @Nullable
    URL find(String path) {
        return resources.findResource(path);
    }

    @Nullable
    Manifest manifest() throws IOException {
        return file.getManifest();
    }

    @Override
    public void close() throws IOException {
        resources.close();
        file.close();
    }

    /** The path by which an entry for a version of Java is also found. */
    private static String withoutVersion(String path) {
        return path.startsWith(VERSIONS) ? path.substring(path.indexOf('/', VERSIONS.length()) + 1) : path;
    }
}
