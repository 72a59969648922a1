package io.wave.api.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.wave.build.BuildId;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.local.IntegrationTest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Every repository method returns its connection, even if it fails. */
@IntegrationTest(properties = {"spring.config.name=request-api", "spring.datasource.hikari.pool-name=leaks"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepositoryLeakIT {

    private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(
            Map.entry(String.class, "sample"),
            Map.entry(Instant.class, Instant.EPOCH),
            Map.entry(LocalDate.class, LocalDate.EPOCH),
            Map.entry(Duration.class, Duration.ofDays(1)),
            Map.entry(Limit.class, Limit.of(1)),
            Map.entry(Clock.class, Clock.systemUTC()),
            Map.entry(BuildId.class, BuildId.parse("bd-0123456789abcdef_1")),
            Map.entry(ImageReference.class, ImageReference.parse("registry.test/sample:1")),
            Map.entry(Digest.class, Digest.parse("sha256:" + "a".repeat(64))),
            Map.entry(Platform.class, Platform.LINUX_AMD64),
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(boolean.class, true));

    private final ApplicationContext context;
    private final TransactionTemplate transactions;
    private final HikariDataSource pool;

    @Autowired
    RepositoryLeakIT(ApplicationContext context, TransactionTemplate transactions, DataSource pool)
            throws SQLException {
        this.context = context;
        this.transactions = transactions;
        this.pool = pool.unwrap(HikariDataSource.class);
    }

    /** A repository method, with its name for reports. */
    record Call(Object bean, Method method) {

        @Override
        public String toString() {
            return method.getDeclaringClass().getSimpleName() + "." + method.getName();
        }
    }

    List<Call> calls() {
        Stream<Call> ofSpringData = context.getBeansOfType(Repository.class).values().stream()
                .flatMap(bean -> Arrays.stream(AopUtils.getTargetClass(bean).getInterfaces())
                        .flatMap(RepositoryLeakIT::declared)
                        .map(method -> new Call(bean, method)));
        Stream<Call> ofSql = Arrays.stream(context.getBeanDefinitionNames())
                .map(context::getBean)
                .filter(bean -> Arrays.stream(bean.getClass().getDeclaredFields())
                        .anyMatch(field -> field.getType() == JdbcClient.class))
                .flatMap(bean -> declared(bean.getClass()).map(method -> new Call(bean, method)));
        List<Call> calls = Stream.concat(ofSpringData, ofSql).toList();
        assertThat(calls).hasSizeGreaterThan(20);
        return calls;
    }

    @ParameterizedTest
    @MethodSource("calls")
    void connectionIsReturned(Call call) {
        assertThat(BaseStream.class.isAssignableFrom(call.method().getReturnType()))
                .as("an open stream keeps its connection")
                .isFalse();
        invoke(call);
        // background work also uses connections at times
        await(call.toString())
                .atMost(Duration.ofSeconds(10))
                .until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
    }

    private void invoke(Call call) {
        @Nullable Object[] arguments = samples(call.method().getGenericParameterTypes());
        try {
            call.method().invoke(call.bean(), arguments);
        } catch (InvocationTargetException failed) {
            if (failed.getTargetException() instanceof InvalidDataAccessApiUsageException) {
                transactions.executeWithoutResult(_ -> invokeInTransaction(call, arguments));
            }
        } catch (IllegalAccessException unreachable) {
            throw new IllegalStateException(unreachable);
        }
    }

    private static void invokeInTransaction(Call call, @Nullable Object[] arguments) {
        try {
            call.method().invoke(call.bean(), arguments);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException(call.toString(), failed);
        }
    }

    private static Stream<Method> declared(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !Modifier.isPrivate(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers())
                        && !method.isSynthetic())
                .peek(method -> method.setAccessible(true));
    }

    private static @Nullable Object[] samples(Type[] types) {
        @Nullable Object[] samples = new @Nullable Object[types.length];
        for (int i = 0; i < types.length; i++) {
            samples[i] = sample(types[i]);
        }
        return samples;
    }

    private static @Nullable Object sample(Type type) {
        return switch (type) {
            case ParameterizedType generic ->
                generic((Class<?>) generic.getRawType(), generic.getActualTypeArguments()[0]);
            case Class<?> plain -> sampleOf(plain);
            default -> null;
        };
    }

    private static @Nullable Object generic(Class<?> raw, Type elementType) {
        Object element = sample(elementType);
        List<Object> elements = element == null ? List.of() : List.of(element);
        if (raw == Optional.class) {
            return elements.stream().findFirst();
        }
        if (raw == Set.class) {
            return Set.copyOf(elements);
        }
        return raw.isAssignableFrom(List.class) ? elements : null;
    }

    private static @Nullable Object sampleOf(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (!SAMPLES.containsKey(type) && type.isRecord()) {
            return record(type);
        }
        return SAMPLES.get(type);
    }

    /** Null if no valid argument is possible; then the method fails. */
    private static @Nullable Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            var constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(samples(Arrays.stream(components)
                    .map(RecordComponent::getGenericType)
                    .toArray(Type[]::new)));
        } catch (ReflectiveOperationException forbidden) {
            return null;
        }
    }
}
