// SPDX-License-Identifier: Apache-2.0
// How soon and how often `causewayctl link diagnose` names the right leg in the real lab: real
// proxies, real requests, one fault at a time out of twelve kinds. `bench_lab_localisation [SEED]
// [RUNS]` starts a lab of its own, prints a line a fault and the table, and ends what it started. A
// run takes about a minute; amounts come from the seed.
#include "support/lab_process.h"

#include <QElapsedTimer>
#include <QThread>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace {

constexpr const char* kWindow = "20";    // seconds that a diagnosis looks at
constexpr qint64 kFirstUsualMs = 80'000; // of a new lab, before anything is broken
constexpr qint64 kMostMs = 60'000;       // to name a fault
constexpr qint64 kMostQuietMs = 120'000; // to be silent about one that is mended
constexpr unsigned long kPollMs = 2'000;
constexpr int kCalmPolls = 3;
constexpr int kSurePolls = 2; // named only once is not named yet

struct Fault {
    QStringList words;  // as causeway-lab takes them
    QStringList guilty; // any of these is right
};

// Twelve faults, each with an amount of its own, in an order of its own.
class Draw {
public:
    explicit Draw(std::uint64_t seed) : m_random(seed) {}

    std::vector<Fault> round() {
        std::vector<Fault> all{
            wire("aws:azure", delay()),
            wire("aws:gcp", delay()),
            wire("azure:gcp", delay()),
            wire("azure:gcp", amount("loss=%1%", 5, 15)),
            gateway("aws"),
            gateway("azure"),
            gateway("gcp"),
            workload("ledger@aws", delay()),
            workload("risk-score@gcp", delay()),
            workload("notifications@azure", amount("error=%1%", 15, 60)),
            workload("fx-rates@gcp", amount("error=%1%", 15, 60)),
            {{"kill=gateway@gcp", "duration=1h"}, {"ingress:gcp", "egress:gcp"}}};
        std::shuffle(all.begin(), all.end(), m_random);
        return all;
    }

private:
    double between(double low, double high) {
        return std::uniform_real_distribution<>(low, high)(m_random);
    }
    QString amount(const char* text, double low, double high) {
        return QString::fromLatin1(text).arg(int(std::lround(between(low, high))));
    }
    // 5 to 200 ms, as many small ones as large ones.
    QString delay() {
        return QStringLiteral("delay=%1ms").arg(int(std::lround(5 * std::pow(40, between(0, 1)))));
    }
    // Of one direction of packets: requests one way, responses the other.
    static Fault wire(const QString& ends, const QString& what) {
        return {{"link=" + ends, what}, {"wire:" + ends}};
    }
    Fault gateway(const QString& cluster) {
        return {{"gateway=" + cluster, amount("cpu=%1", 8, 20)},
                {"ingress:" + cluster, "egress:" + cluster}};
    }
    static Fault workload(const QString& where, const QString& what) {
        return {{"workload=" + where, what}, {"workload:" + where}};
    }

    std::mt19937_64 m_random;
};

struct Named {
    QString leg;
    QString kind;
};

// Verdicts about changes, best first; what stands out all the time is no answer to a fault.
QList<Named> named(const LabProcess& lab) {
    QList<Named> all;
    for (const auto& each : lab.list({"--window", kWindow, "link", "diagnose"}, "verdicts")) {
        const auto verdict = each.toObject();
        if (!verdict.value("standing").toBool())
            all << Named{verdict.value("leg").toString(), verdict.value("kind").toString()};
    }
    return all;
}

QStringList legs(const QList<Named>& all) {
    QStringList list;
    for (const auto& each : all)
        list << each.leg;
    return list;
}

struct Run {
    QList<Named> named;        // last heard
    double seconds = -1;       // until the right leg came first and stayed so; −1: it did not
    QStringList accusedBefore; // wrongly
    double quietSeconds = -1;  // until nobody was accused after it was mended
    QStringList accusedAfter;
};

double secondsSince(const QElapsedTimer& timer) {
    return double(timer.elapsed()) / 1000;
}

void awaitName(const LabProcess& lab, const Fault& fault, Run& run) {
    QElapsedTimer since;
    since.start();
    double first = 0;
    for (int sure = 0; since.elapsed() < kMostMs && run.seconds < 0;) {
        run.named = named(lab);
        const QString leg = run.named.isEmpty() ? QString() : run.named.first().leg;
        if (fault.guilty.contains(leg)) {
            first = sure == 0 ? secondsSince(since) : first;
            if (++sure == kSurePolls)
                run.seconds = first;
            continue;
        }
        sure = 0;
        if (!leg.isEmpty() && !run.accusedBefore.contains(leg))
            run.accusedBefore << leg;
        QThread::msleep(kPollMs);
    }
}

void awaitQuiet(const LabProcess& lab, Run& run) {
    QElapsedTimer since;
    since.start();
    double first = 0;
    for (int calm = 0; since.elapsed() < kMostQuietMs && run.quietSeconds < 0;) {
        const auto accused = legs(named(lab));
        if (accused.isEmpty()) {
            first = calm == 0 ? secondsSince(since) : first;
            if (++calm == kCalmPolls)
                run.quietSeconds = first;
        } else {
            calm = 0;
            run.accusedAfter = accused;
        }
        QThread::msleep(kPollMs);
    }
}

Run measure(const LabProcess& lab, const Fault& fault) {
    Run run;
    if (lab.lab(QStringList{"fault", "add"} + fault.words).exitCode != 0) {
        std::printf("the lab refused %s\n", qPrintable(fault.words.join(' ')));
        return run;
    }
    awaitName(lab, fault, run);
    (void)lab.lab({"fault", "remove", fault.words.front()});
    awaitQuiet(lab, run);
    return run;
}

QString seconds(double value) {
    return value < 0 ? QStringLiteral("–") : QString::number(value, 'f', 0) + " s";
}

void print(int number, const Fault& fault, const Run& run) {
    std::printf("%-3d %-38s %-6s %-28s %-6s %s\n", number, qPrintable(fault.words.join(' ')),
                qPrintable(seconds(run.seconds)),
                qPrintable(run.named.isEmpty() ? QString() : run.named.first().leg),
                qPrintable(seconds(run.quietSeconds)), qPrintable(run.accusedBefore.join(", ")));
    if (run.seconds < 0)
        std::printf("    accused in the end: %s\n", qPrintable(legs(run.named).join(", ")));
    if (run.quietSeconds < 0)
        std::printf("    accused although mended: %s\n", qPrintable(run.accusedAfter.join(", ")));
    std::fflush(stdout);
}

// A fleet that nobody broke: how often somebody is accused while its usual is being learned.
void settle(const LabProcess& lab) {
    QElapsedTimer since;
    since.start();
    int polls = 0;
    int accusations = 0;
    while (since.elapsed() < kFirstUsualMs) {
        QThread::msleep(kPollMs);
        ++polls;
        accusations += named(lab).isEmpty() ? 0 : 1;
    }
    std::printf("nothing broken: %d of %d diagnoses accused somebody\n", accusations, polls);
}

} // namespace

int main(int argc, char** argv) {
    const std::uint64_t seed = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 700'001;
    const int runs = argc > 2 ? std::atoi(argv[2]) : 24;
    LabProcess lab;
    if (!lab.start({"--seed", QString::number(seed)})) {
        std::printf("the lab did not start:\n%s\n", lab.output().constData());
        return 1;
    }
    if (lab.status().value("network").toString() != "namespaces") {
        std::printf("no unprivileged network namespaces here: no wire can be made longer\n");
        return 1;
    }
    settle(lab);
    std::printf("%-3s %-38s %-6s %-28s %-6s %s\n", "", "fault", "after", "named first", "quiet",
                "named wrongly before");
    Draw draw(seed);
    int right = 0;
    double longest = 0;
    std::vector<Fault> left;
    for (int i = 1; i <= runs; ++i) {
        if (left.empty())
            left = draw.round();
        const Fault fault = left.back();
        left.pop_back();
        const Run run = measure(lab, fault);
        print(i, fault, run);
        right += run.seconds >= 0 ? 1 : 0;
        longest = std::max(longest, run.seconds);
    }
    std::printf("right leg first within %lld s: %d of %d; the slowest after %.0f s (seed %llu)\n",
                static_cast<long long>(kMostMs / 1000), right, runs, longest,
                static_cast<unsigned long long>(seed));
    return 0;
}
