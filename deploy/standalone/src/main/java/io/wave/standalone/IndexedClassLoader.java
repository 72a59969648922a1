package io.wave.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Finds classes and resources of a folder and of jars as {@link URLClassLoader} does, in the same order. It knows which jars have entries
 * in which package, and does not look for each of thousands of classes in hundreds of jars.
 */
final class IndexedClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final Path classes;
    private final URLClassLoader resourcesOfClasses;
    private final List<IndexedJar> jars;

    /** The jars with entries in a folder, in the order of the class path, by the path of the folder. */
    private final Map<String, List<IndexedJar>> jarsByFolder = new HashMap<>();

    /**
     * Opens all jars.
     *
     * @param name of the class loader
     * @param classes a folder, which is searched before the jars
     * @throws UncheckedIOException if a jar cannot be read
     */
    IndexedClassLoader(String name, Path classes, List<IndexedJar> jars, ClassLoader parent) {
        super(name, urls(classes, jars), parent);
        this.classes = classes;
        this.resourcesOfClasses = new URLClassLoader(new URL[] {Urls.of(classes)}, null);
        this.jars = jars;
        for (IndexedJar jar : jars) {
            jar.folders()
                    .forEach(folder -> jarsByFolder
                            .computeIfAbsent(folder, _ -> new ArrayList<>(2))
                            .add(jar));
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        if (Files.exists(classes.resolve(path))) {
            return super.findClass(name);
        }
        for (IndexedJar jar : jarsOf(path)) {
            JarEntry entry = jar.entry(path);
            if (entry != null) {
                return define(name, jar, entry);
            }
        }
        throw new ClassNotFoundException(name);
    }

    @Override
    public @Nullable URL findResource(String name) {
        URL own = resourcesOfClasses.findResource(name);
        if (own != null) {
            return own;
        }
        for (IndexedJar jar : jarsOf(name)) {
            URL found = jar.find(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Override
    public Enumeration<URL> findResources(String name) {
        List<URL> found = new ArrayList<>();
        URL own = resourcesOfClasses.findResource(name);
        if (own != null) {
            found.add(own);
        }
        for (IndexedJar jar : jarsOf(name)) {
            URL url = jar.find(name);
            if (url != null) {
                found.add(url);
            }
        }
        return Collections.enumeration(found);
    }

    @Override
    public void close() throws IOException {
        for (IndexedJar jar : jars) {
            jar.close();
        }
        resourcesOfClasses.close();
        super.close();
    }

    private List<IndexedJar> jarsOf(String path) {
        return jarsByFolder.getOrDefault(IndexedJar.folderOf(path), List.of());
    }

    private Class<?> define(String name, IndexedJar jar, JarEntry entry) throws ClassNotFoundException {
        try (InputStream in = jar.open(entry)) {
            byte[] bytes = in.readAllBytes();
            definePackage(name, jar);
            return defineClass(name, bytes, 0, bytes.length, new CodeSource(jar.url(), (Certificate[]) null));
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }

    private void definePackage(String className, IndexedJar jar) throws IOException {
        int end = className.lastIndexOf('.');
        String name = end < 0 ? "" : className.substring(0, end);
        if (end < 0 || getDefinedPackage(name) != null) {
            return;
        }
        try {
            Manifest manifest = jar.manifest();
            if (manifest == null) {
                definePackage(name, null, null, null, null, null, null, null);
            } else {
                definePackage(name, manifest, jar.url());
            }
        } catch (IllegalArgumentException definedByAnotherThread) {
            // Its definition is as good as this one.
        }
    }

    private static URL[] urls(Path classes, List<IndexedJar> jars) {
        URL[] urls = new URL[jars.size() + 1];
        urls[0] = Urls.of(classes);
        for (int i = 0; i < jars.size(); i++) {
            urls[i + 1] = jars.get(i).url();
        }
        return urls;
    }
}
