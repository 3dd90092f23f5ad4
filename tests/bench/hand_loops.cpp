#include "tests/bench/hand_loops.h"

#include <cmath>
#include <vector>

namespace ringside::bench {
namespace {

class Xoshiro {
 public:
  explicit Xoshiro(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
      seed += 0x9e3779b97f4a7c15U;
      std::uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
      z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
      word = z ^ (z >> 31);
    }
  }
  std::uint64_t bits() {
    const std::uint64_t result = rotate(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = rotate(state_[3], 45);
    return result;
  }
  double uniform() { return (static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53; }

 private:
  static std::uint64_t rotate(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
  std::uint64_t state_[4];
};

/// Marsaglia and Tsang, "The ziggurat method for generating random variables" (2000), 256 layers.
class Ziggurat {
 public:
  Ziggurat() {
    constexpr double kRight = 7.69711747013104972;
    constexpr double kArea = 3.9496598225815571993e-3;
    x_[0] = kArea / std::exp(-kRight);
    x_[1] = kRight;
    for (int i = 2; i < 256; ++i) x_[i] = -std::log(std::exp(-x_[i - 1]) + kArea / x_[i - 1]);
    x_[256] = 0;
    for (int i = 0; i <= 256; ++i) y_[i] = std::exp(-x_[i]);
  }
  double operator()(Xoshiro& random) const {
    double shift = 0;
    for (;;) {
      const std::uint64_t bits = random.bits();
      const auto layer = static_cast<unsigned>(bits & 255);
      const double x = static_cast<double>(bits >> 11) * 0x1p-53 * x_[layer];
      if (x < x_[layer + 1]) return shift + x;
      if (layer == 0) {
        shift += x_[1];
        continue;
      }
      if (y_[layer] + random.uniform() * (y_[layer + 1] - y_[layer]) < std::exp(-x)) return shift + x;
    }
  }

 private:
  double x_[257];
  double y_[257];
};

const Ziggurat kExponential;

struct Event {
  double when;
  std::int64_t what;  ///< -1: an agent is free; else the caller who gives up
};

/// A 4-ary heap whose top can be replaced.
class Heap {
 public:
  double next() const { return events_.empty() ? HUGE_VAL : events_.front().when; }
  const Event& top() const { return events_.front(); }
  void push(const Event& event) {
    std::size_t at = events_.size();
    events_.push_back(event);
    while (at > 0 && event.when < events_[(at - 1) / 4].when) {
      events_[at] = events_[(at - 1) / 4];
      at = (at - 1) / 4;
    }
    events_[at] = event;
  }
  void replace(const Event& event) {
    std::size_t at = 0;
    for (;;) {
      const std::size_t first = at * 4 + 1;
      if (first >= events_.size()) break;
      std::size_t least = first;
      const std::size_t end = first + 4 < events_.size() ? first + 4 : events_.size();
      for (std::size_t child = first + 1; child < end; ++child) {
        if (events_[child].when < events_[least].when) least = child;
      }
      if (events_[least].when >= event.when) break;
      events_[at] = events_[least];
      at = least;
    }
    events_[at] = event;
  }
  void pop() {
    const Event last = events_.back();
    events_.pop_back();
    if (!events_.empty()) replace(last);
  }

 private:
  std::vector<Event> events_;
};

/// Callers in the queue by number, in a ring; a negative arrival is one who has left.
class Line {
 public:
  Line() : arrivals_(1 << 12) {}
  std::int64_t join(double now) {
    arrivals_[static_cast<std::size_t>(tail_) & kMask] = now;
    return tail_++;
  }
  bool waits(std::int64_t number) const { return number >= head_ && arrivals_[static_cast<std::size_t>(number) & kMask] >= 0; }
  double leave(std::int64_t number) {
    double& arrival = arrivals_[static_cast<std::size_t>(number) & kMask];
    const double was = arrival;
    arrival = -1;
    return was;
  }
  /// The arrival of the first who still waits, taken out; negative if nobody does.
  double take() {
    while (head_ < tail_) {
      const double arrival = arrivals_[static_cast<std::size_t>(head_++) & kMask];
      if (arrival >= 0) return arrival;
    }
    return -1;
  }

 private:
  static constexpr std::size_t kMask = (1 << 12) - 1;
  std::vector<double> arrivals_;
  std::int64_t head_ = 0;
  std::int64_t tail_ = 0;
};

}  // namespace

LoopResult hand_s1(std::uint64_t calls, std::uint64_t seed) {
  constexpr double kBetween = 1 / 0.53;
  constexpr double kHandle = 180;
  constexpr double kPatience = 120;
  constexpr double kInTime = 20;
  Xoshiro random{seed};
  LoopResult result;
  Heap heap;
  Line line;
  int free = 100;
  double arrival = kBetween * kExponential(random);
  while (result.offered < calls) {
    if (arrival < heap.next()) {
      ++result.offered;
      if (free > 0) {
        --free;
        ++result.answered;
        ++result.in_time;
        heap.push({arrival + kHandle * kExponential(random), -1});
      } else {
        heap.push({arrival + kPatience * kExponential(random), line.join(arrival)});
      }
      arrival += kBetween * kExponential(random);
      continue;
    }
    const Event event = heap.top();
    if (event.what >= 0) {
      if (line.waits(event.what)) {
        ++result.abandoned;
        result.wait += event.when - line.leave(event.what);
      }
      heap.pop();
      continue;
    }
    const double since = line.take();
    if (since < 0) {
      ++free;
      heap.pop();
      continue;
    }
    ++result.answered;
    result.wait += event.when - since;
    if (event.when - since <= kInTime) ++result.in_time;
    heap.replace({event.when + kHandle * kExponential(random), -1});
  }
  return result;
}

LoopResult hand_s2_day(std::uint64_t seed) {
  constexpr double kRates[13] = {100, 150, 150, 180, 200, 150, 150, 150, 120, 100, 80, 70, 60};
  constexpr int kAgents[13] = {4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4};
  constexpr double kHour = 3600;
  constexpr double kInTime = 20;
  Xoshiro random{seed};
  // Gamma(400, mean 1) is close to normal here; one draw a day is not what is measured.
  double busyness = 0;
  for (int i = 0; i < 400; ++i) busyness += kExponential(random) / 400;
  LoopResult result;
  Heap heap;
  Line line;
  int hour = 0;
  int busy = 0;
  int waiting = 0;
  const auto next_arrival = [&](double from) {
    double work = kExponential(random);
    for (int h = static_cast<int>(from / kHour); h < 13; ++h) {
      const double rate = kRates[h] * busyness / kHour;
      const double left = (h + 1) * kHour - from;
      if (work < rate * left) return from + work / rate;
      work -= rate * left;
      from = (h + 1) * kHour;
    }
    return HUGE_VAL;
  };
  const auto serve = [&](double now) {
    while (busy < kAgents[hour] && waiting > 0) {
      const double since = line.take();
      --waiting;
      ++busy;
      ++result.answered;
      result.wait += now - since;
      if (now - since <= kInTime) ++result.in_time;
      heap.push({now + 100 * kExponential(random), -1});
    }
  };
  double arrival = next_arrival(0);
  for (;;) {
    const double border = hour < 12 ? (hour + 1) * kHour : HUGE_VAL;
    const double event_time = heap.next();
    if (border <= arrival && border <= event_time) {
      if (border == HUGE_VAL) break;
      ++hour;
      serve(border);
    } else if (arrival < event_time) {
      ++result.offered;
      if (busy < kAgents[hour]) {
        ++busy;
        ++result.answered;
        ++result.in_time;
        heap.push({arrival + 100 * kExponential(random), -1});
      } else if (random.uniform() < 0.1) {
        ++result.abandoned;
      } else {
        ++waiting;
        heap.push({arrival + 1000 * kExponential(random), line.join(arrival)});
      }
      arrival = next_arrival(arrival);
    } else {
      const Event event = heap.top();
      heap.pop();
      if (event.what >= 0) {
        if (line.waits(event.what)) {
          ++result.abandoned;
          --waiting;
          result.wait += event.when - line.leave(event.what);
        }
      } else {
        --busy;
        serve(event.when);
      }
    }
  }
  return result;
}

}  // namespace ringside::bench
