package io.wave.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexedClassLoaderTest {

    private static final String CLASS = "io.wave.standalone.Urls";
    private static final String CLASS_FILE = "io/wave/standalone/Urls.class";

    @TempDir
    Path folder;

    private IndexedClassLoader loader;
    private URLClassLoader plain;

    @BeforeEach
    void open() throws IOException {
        Path classes = folder.resolve("my classes");
        Files.createDirectories(classes.resolve("p"));
        Files.writeString(classes.resolve("p/everywhere.txt"), "folder");
        Files.writeString(classes.resolve("root.txt"), "folder");
        Path first = jar(
                "first.jar",
                Map.of("p/", "", "p/everywhere.txt", "first", "p/jars.txt", "first", "META-INF/services/s", "first"));
        Path second = jar(
                "second.jar",
                Map.of(
                        "p/jars.txt",
                        "second",
                        "q/versioned.txt",
                        "for any version",
                        "META-INF/versions/9/q/versioned.txt",
                        "for version 9",
                        "META-INF/versions/9/later/only.txt",
                        "for version 9",
                        "META-INF/services/s",
                        "second"));
        loader = new IndexedClassLoader(
                "test",
                classes,
                List.of(IndexedJar.open(first), IndexedJar.open(second)),
                ClassLoader.getPlatformClassLoader());
        plain = new URLClassLoader(
                new URL[] {Urls.of(classes), Urls.of(first), Urls.of(second)}, ClassLoader.getPlatformClassLoader());
    }

    @AfterEach
    void close() throws IOException {
        loader.close();
        plain.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "p",
                "p/",
                "q",
                "p/everywhere.txt",
                "/p/everywhere.txt",
                "p/jars.txt",
                "p/missing.txt",
                "missing/x.txt",
                "root.txt",
                "q/versioned.txt",
                "later/only.txt",
                "META-INF/versions/9/q/versioned.txt",
                "META-INF/services/s",
                "META-INF/MANIFEST.MF",
                CLASS_FILE
            })
    void resourcesAreThoseOfAUrlClassLoaderInItsOrder(String name) throws IOException {
        assertThat(Collections.list(loader.findResources(name))).isEqualTo(Collections.list(plain.findResources(name)));
        assertThat(loader.findResource(name)).isEqualTo(plain.findResource(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p/everywhere.txt", "p/jars.txt", "q/versioned.txt", "later/only.txt"})
    void contentIsThatOfAUrlClassLoader(String name) throws IOException {
        assertThat(content(loader, name)).isEqualTo(content(plain, name));
    }

    @Test
    void classOfAJarHasItsPackageAndItsLocation() throws ReflectiveOperationException {
        Class<?> loaded = loader.loadClass(CLASS);

        assertThat(loaded).isNotSameAs(Urls.class);
        assertThat(loaded.getClassLoader()).isSameAs(loader);
        assertThat(loaded.getPackage().getImplementationTitle()).isEqualTo("first.jar");
        assertThat(loaded.getProtectionDomain().getCodeSource().getLocation())
                .isEqualTo(plain.loadClass(CLASS)
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation());
    }

    @Test
    void classOfTheFolderComesFirst() throws IOException, ClassNotFoundException {
        Path classes = folder.resolve("my classes");
        Path copy = classes.resolve(CLASS_FILE);
        Files.createDirectories(copy.getParent());
        Files.write(copy, classFile());

        assertThat(loader.loadClass(CLASS).getProtectionDomain().getCodeSource().getLocation())
                .isEqualTo(Urls.of(classes));
    }

    @Test
    void missingClassIsNotFound() {
        assertThatThrownBy(() -> loader.loadClass("p.Missing"))
                .isInstanceOf(ClassNotFoundException.class)
                .hasMessage("p.Missing");
    }

    private static String content(ClassLoader loader, String name) throws IOException {
        try (InputStream in = loader.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Every jar has the same class. */
    private Path jar(String name, Map<String, String> entries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_TITLE, name);
        Path file = folder.resolve(name);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
            jar.putNextEntry(new JarEntry(CLASS_FILE));
            jar.write(classFile());
        }
        return file;
    }

    private static byte[] classFile() throws IOException {
        try (InputStream in = Urls.class.getResourceAsStream("Urls.class")) {
            return in.readAllBytes();
        }
    }
}
