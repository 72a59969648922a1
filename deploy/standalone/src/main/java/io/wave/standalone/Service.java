package io.wave.standalone;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A service with its own class loader below the platform class loader, its own application context and its own logging.
 * Services share only the JDK.
 *
 * @param name of its module and configuration file
 * @param application its main class
 */
record Service(String name, String application) {

    private static final String TOMCAT_URL_HANDLERS = "org.apache.catalina.webresources.TomcatURLStreamHandlerFactory";
    private static final String SPRING_APPLICATION = "org.springframework.boot.SpringApplication";

    /**
     * Starts the service.
     *
     * @param services the folder with each service's unpacked jar
     * @param arguments command line arguments
     * @param beforeWebServer called when everything but the web server is started; may wait, and stops the start by throwing
     */
    RunningService start(Path services, List<String> arguments, Runnable beforeWebServer) {
        ClassLoader loader = loader(services.resolve(name).resolve("BOOT-INF"));
        Thread.currentThread().setContextClassLoader(loader);
        try {
            disableUrlHandlers(loader);
            Class<?> application = loader.loadClass(application());
            Class<?> type = loader.loadClass(SPRING_APPLICATION);
            Object spring = type.getConstructor(Class[].class).newInstance((Object) new Class<?>[] {application});
            // Otherwise Spring Boot looks for the class in the manifests of all libraries, which then stay in memory.
            type.getMethod("setMainApplicationClass", Class.class).invoke(spring, application);
            StartGate.add(loader, spring, beforeWebServer);
            Object context =
                    type.getMethod("run", String[].class).invoke(spring, (Object) arguments.toArray(String[]::new));
            return new RunningService(loader, (Closeable) context);
        } catch (InvocationTargetException failed) {
            throw ServiceFailedException.of(name, loader, arguments, failed.getTargetException());
        } catch (ReflectiveOperationException unusable) {
            throw ServiceFailedException.unusable(name, unusable);
        }
    }

    /** Tomcat sets the URL handler factory of the JVM, which can be set only once: a second Tomcat would fail. */
    private static void disableUrlHandlers(ClassLoader loader) throws ReflectiveOperationException {
        if (loader.getResource(TOMCAT_URL_HANDLERS.replace('.', '/') + ".class") != null) {
            loader.loadClass(TOMCAT_URL_HANDLERS).getMethod("disable").invoke(null);
        }
    }

    private ClassLoader loader(Path unpacked) {
        try (Stream<String> libraries = Files.lines(unpacked.resolve("classpath.idx"))) {
            List<IndexedJar> jars = libraries
                    .map(line -> library(unpacked, line))
                    .map(IndexedJar::open)
                    .toList();
            return new IndexedClassLoader(
                    name, unpacked.resolve("classes"), jars, ClassLoader.getPlatformClassLoader());
        } catch (IOException | UncheckedIOException notBuilt) {
            throw ServiceFailedException.unusable(name, notBuilt);
        }
    }

    /** A line of Boot's index: {@code - "BOOT-INF/lib/x.jar"}. */
    private static Path library(Path unpacked, String line) {
        return unpacked.resolveSibling(line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')));
    }
}
