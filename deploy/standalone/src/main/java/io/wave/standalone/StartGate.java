package io.wave.standalone;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds a service back just before its web server starts, so that its application context can be created in parallel with
 * those of the services that it needs. A lifecycle bean in the classes of the service.
 */
final class StartGate {

    private static final String CONTEXT = "org.springframework.context.";

    /** Just below the phase in which Spring Boot starts the web server. */
    private static final int PHASE = Integer.MAX_VALUE - 2048 - 1;

    private StartGate() {}

    /** Adds the gate to a Spring application that has not been started. */
    static void add(ClassLoader loader, Object spring, Runnable action) throws ReflectiveOperationException {
        Class<?> initializerType = loader.loadClass(CONTEXT + "ApplicationContextInitializer");
        Object gate = proxy(loader, loader.loadClass(CONTEXT + "SmartLifecycle"), lifecycle(action));
        Object initializer = proxy(loader, initializerType, (_, method, arguments) -> {
            if (method.getName().equals("initialize")) {
                register(loader, arguments[0], gate);
            }
            return null;
        });
        Object initializers = Array.newInstance(initializerType, 1);
        Array.set(initializers, 0, initializer);
        spring.getClass().getMethod("addInitializers", initializers.getClass()).invoke(spring, initializers);
    }

    private static void register(ClassLoader loader, Object context, Object gate) throws ReflectiveOperationException {
        Object factory = loader.loadClass(CONTEXT + "ConfigurableApplicationContext")
                .getMethod("getBeanFactory")
                .invoke(context);
        loader.loadClass("org.springframework.beans.factory.config.SingletonBeanRegistry")
                .getMethod("registerSingleton", String.class, Object.class)
                .invoke(factory, "startGate", gate);
    }

    private static InvocationHandler lifecycle(Runnable action) {
        AtomicBoolean running = new AtomicBoolean();
        return (self, method, arguments) -> switch (method.getName()) {
            case "start" -> {
                action.run();
                running.set(true);
                yield null;
            }
            case "stop" -> {
                running.set(false);
                yield arguments == null ? null : InvocationHandler.invokeDefault(self, method, arguments);
            }
            case "isRunning" -> running.get();
            case "getPhase" -> PHASE;
            default -> InvocationHandler.invokeDefault(self, method, arguments);
        };
    }

    @SuppressWarnings("ReferenceEquality") // A proxy is equal to itself only.
    private static Object proxy(ClassLoader loader, Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(
                loader, new Class<?>[] {type}, (self, method, arguments) -> switch (method.getName()) {
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    case "toString" -> "StartGate";
                    default -> handler.invoke(self, method, arguments);
                });
    }
}
