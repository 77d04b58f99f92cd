// SPDX-License-Identifier: Apache-2.0
// The lab where network namespaces are not allowed: a small fleet over relays. It says what it
// cannot measure, requests cross the link, and it stops in order.
#include "support/lab_process.h"

#include <QFile>
#include <QTest>

#include <algorithm>

namespace {

constexpr auto kFleet = R"(apiVersion: causeway.dev/v1alpha1
kind: DemoFleet
metadata: {name: small}
spec:
  trustDomain: small.mesh
  links: ["east:west"]
  wires:
  - {between: [east, west], delayMicros: 5000}
  clusters:
  - name: east
    cloud: aws
    region: eu-west-1
    workloads:
    - name: web
      namespace: shop
      squad: one
      protocol: HTTP1
      serviceTimeMicros: 1000
      arrivalsPerSecond: 20
      calls:
      - {to: stock@west}
  - name: west
    cloud: gcp
    region: europe-west1
    workloads:
    - name: stock
      namespace: shop
      squad: two
      instances: 2
      protocol: GRPC
      operations: [{path: /shop.Stock/Count}]
      serviceTimeMicros: 2000
      exported: true
)";

} // namespace

class TestLabRelay : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // On a disk of 64 KiB that only this process sees: full from the start, and nearly so.
    void aFullDiskIsSaid() {
        QTemporaryDir folder;
        for (const auto* used : {"64K", "48K"}) {
            QProcess process;
            process.start("unshare",
                          {"--user", "--map-root-user", "--mount", "sh", "-c",
                           QString("mount -t tmpfs -o size=64k none '%1' && head -c %2 /dev/zero "
                                   ">'%1/ballast' && exec '%3/causeway-lab' up --network relay "
                                   "--dir '%1/lab'")
                               .arg(folder.path(), used, CAUSEWAY_BIN_DIR)});
            QVERIFY(process.waitForFinished(30'000));
            const auto errors = process.readAllStandardError();
            if (errors.contains("Operation not permitted"))
                QSKIP("no unprivileged mount namespaces here, so no small disk");
            QCOMPARE(process.exitCode(), 1);
            QVERIFY2(errors.contains("writing " + folder.path().toUtf8() + "/lab/"), errors);
            QVERIFY2(errors.contains("No space left on device"), errors);
        }
    }
    void requestsCrossTheRelayAndItSaysWhatItCannotMeasure() {
        QTemporaryDir folder;
        QFile file(folder.filePath("small.yaml"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(kFleet) > 0);
        file.close();

        LabProcess lab;
        QVERIFY2(lab.start({"--network", "relay", "--fleet", file.fileName()}), lab.output());
        QVERIFY2(lab.output().contains("not measured: handshakes"), lab.output());
        QCOMPARE(lab.status().value("network").toString(), QString("relay"));
        double median = 0;
        QVERIFY(eventually(30, [&] { return (median = medians(lab, 10).value("east:west")) > 0; }));
        QVERIFY2(median >= 12,
                 qPrintable(QString::number(median))); // two wires and the service time

        const auto refused = lab.lab({"fault", "add", "link=east:west", "loss=1%"});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.errors.contains("relays see bytes"), refused.errors);

        const auto pids = lab.pids();
        QCOMPARE(lab.lab({"down"}).exitCode, 0);
        QVERIFY(lab.process().waitForFinished(15'000));
        QCOMPARE(lab.process().exitCode(), 0);
        QVERIFY(std::ranges::none_of(pids, isAlive));
    }
};

QTEST_GUILESS_MAIN(TestLabRelay)
#include "tst_lab_relay.moc"
