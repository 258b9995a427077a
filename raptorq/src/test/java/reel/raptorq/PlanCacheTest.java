package reel.raptorq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class PlanCacheTest {
    @Test
    void plan_askedForByManyThreadsAtOnce_isMadeOnce() throws Exception {
        PlanCache cache = new PlanCache(1 << 20);
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Callable<EncodingPlan>> asks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            asks.add(() -> {
                start.await();
                return cache.plan(2000);
            });
        }
        try (var pool = Executors.newFixedThreadPool(threads)) {
            List<Future<EncodingPlan>> plans = pool.invokeAll(asks);
            for (Future<EncodingPlan> plan : plans) {
                assertThat(plan.get()).isSameAs(plans.getFirst().get());
            }
        }
        assertThat(cache.bytes()).isEqualTo(cache.plan(2000).bytes());
    }

    @Test
    void cache_overItsBound_forgetsThePlanNotUsedForLongest() {
        EncodingPlan ten = EncodingPlan.compile(10);
        EncodingPlan twenty = EncodingPlan.compile(20);
        EncodingPlan hundred = EncodingPlan.compile(101);
        PlanCache cache = new PlanCache(ten.bytes() + hundred.bytes() + twenty.bytes() - 1);
        EncodingPlan kept = cache.plan(10);
        EncodingPlan lost = cache.plan(20);
        assertThat(cache.plan(10)).isSameAs(kept);
        cache.plan(101);
        assertThat(cache.bytes()).isEqualTo(ten.bytes() + hundred.bytes());
        assertThat(cache.plan(10)).isSameAs(kept);
        assertThat(cache.plan(20)).isNotSameAs(lost);
    }

    @Test
    void cache_askedForAPlanAboveItsBound_keepsTheOthers() {
        PlanCache cache = new PlanCache(EncodingPlan.compile(101).bytes() - 1);
        EncodingPlan kept = cache.plan(10);
        assertThat(cache.plan(101)).isNotSameAs(cache.plan(101));
        assertThat(cache.plan(10)).isSameAs(kept);
        assertThat(cache.bytes()).isEqualTo(kept.bytes());
    }

    @Test
    void cache_ofNothing_stillGivesPlans() {
        PlanCache cache = new PlanCache(0);
        assertThat(cache.plan(30).bytes()).isPositive();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void plan_ofASizeThatIsNone_isRefused() {
        assertThatThrownBy(() -> EncodingPlan.compile(11))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("take 12");
        assertThatThrownBy(() -> EncodingPlan.compile(9)).isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> EncodingPlan.extended(0)).isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> PlanCache.shared().plan(56404)).isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> new PlanCache(-1)).isInstanceOf(MalformedInput.class);
    }
}
