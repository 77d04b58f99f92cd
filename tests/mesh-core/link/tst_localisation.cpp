// SPDX-License-Identifier: Apache-2.0
// A sample of what bench_localisation measures: the right leg is named among simulated fleets, and
// nobody is accused where nothing is wrong.
#include "link/diagnosis.h"
#include "simulated_fleet.h"

#include <QTest>

#include <algorithm>

using namespace causeway;

class TestLocalisation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesTheFault_data();
    void namesTheFault();
    void accusesNobodyWithoutAFault();
};

namespace {

std::vector<link::Verdict> diagnose(const simulation::Plan& plan) {
    const auto told = simulation::simulate(plan);
    const auto usual = link::pictureOf(told.usual);
    return link::diagnose(link::pictureOf(told.now), &usual);
}

} // namespace

void TestLocalisation::namesTheFault_data() {
    using Kind = simulation::Fault::Kind;
    QTest::addColumn<simulation::Fault>("fault");
    const std::vector<simulation::Fault> faults{
        {Kind::WireDelay, "aws", "gcp", 20, 0},     {Kind::WireDelay, "gcp", "azure", 5, 0},
        {Kind::WireLoss, "azure", "gcp", 0, 0.1},   {Kind::EgressDelay, "azure", "", 10, 0},
        {Kind::IngressDelay, "aws", "", 30, 0},     {Kind::LostReuse, "aws", "", 0, 0},
        {Kind::StarvedGateway, "gcp", "", 8, 0},    {Kind::SlowWorkload, "gcp", "ledger", 50, 0},
        {Kind::IngressDelay, "gcp", "", 200, 0},
    };
    for (const auto& fault : faults)
        QTest::newRow(qPrintable(QString::fromStdString(fault.describe()))) << fault;
}

void TestLocalisation::namesTheFault() {
    QFETCH(simulation::Fault, fault);
    simulation::Plan plan;
    plan.seed = 4711;
    plan.faults = {fault};
    const auto verdicts = diagnose(plan);
    QVERIFY(!verdicts.empty());
    const auto guilty = fault.guilty();
    const std::string named = verdicts.front().leg.text();
    QVERIFY2(std::ranges::count(guilty, named) > 0, named.c_str());
    QVERIFY(!verdicts.front().standing);
}

void TestLocalisation::accusesNobodyWithoutAFault() {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        simulation::Plan plan;
        plan.seed = seed;
        const auto verdicts = diagnose(plan);
        QVERIFY2(verdicts.empty(),
                 verdicts.empty() ? "" : verdicts.front().leg.text().c_str());
    }
}

QTEST_GUILESS_MAIN(TestLocalisation)
#include "tst_localisation.moc"
