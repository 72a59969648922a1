package io.wave.trials;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One cluster for all tests of a JVM, since it starts five processes. With several forks, each class is an execution of its own. */
final class TestClusterExtension implements ParameterResolver, BeforeEachCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(TestClusterExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        cluster(context).restore();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster(context);
    }

    private static TestCluster cluster(ExtensionContext context) {
        return context.getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(Start.class, _ -> Start.tryIt(), Start.class)
                .cluster();
    }

    /** A start that failed is remembered too: the tests that follow need not wait for it again. */
    private record Start(
            @Nullable TestCluster started, @Nullable RuntimeException failure) implements AutoCloseable {

        static Start tryIt() {
            try {
                return new Start(TestCluster.start(), null);
            } catch (RuntimeException failure) {
                return new Start(null, failure);
            }
        }

        TestCluster cluster() {
            if (started == null) {
                throw new IllegalStateException("the cluster did not start", failure);
            }
            return started;
        }

        @Override
        public void close() {
            if (started != null) {
                started.close();
            }
        }
    }
}
