// SPDX-License-Identifier: Apache-2.0
// What a whole fleet costs a control plane, over the real protocol on loopback: a causeway-control
// process, and beside it 1,300 simulated proxies of 400 services (simulated_fleet, another process)
// that join with tokens, hold their streams over mutual TLS, subscribe to what they call and report
// 24,000 series each second. Prints a table of figures and goals. The first argument multiplies the
// fleet (1; 5, 0.25), the second is for how many seconds CPU is measured (60). Takes about three minutes.
#include "bench/fleet/declared.h"
#include "integration/control/mesh_client.h"

#include <grpcpp/generic/generic_stub.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QThread>

#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>

using namespace causeway;
using namespace causeway::bench;
using namespace causeway::test;

namespace {

constexpr int kPatienceMs = 300'000;
constexpr int kRestarted = 200;
constexpr int kTimes = 9;

[[noreturn]] void give(const char* what, const QString& why) {
    std::fprintf(stderr, "%s: %s\n", what, qPrintable(why));
    std::exit(1);
}

double nowMs() {
    return static_cast<double>(SystemClock().now().time_since_epoch().count()) / 1e6;
}

void row(const std::string& what, double figure, const char* unit, const char* goal = "",
         const std::string& note = {}) {
    std::printf("%-58s %9.1f %-4s %-9s %s\n", what.c_str(), figure, unit, goal, note.c_str());
    std::fflush(stdout);
}

// Of /proc, of another process.
class ProcessView {
public:
    explicit ProcessView(qint64 id) : m_folder(QString("/proc/%1/").arg(id)) {}
    [[nodiscard]] double cpuSeconds() const {
        const QByteArray stat = read("stat");
        const auto fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
        return (fields[11].toDouble() + fields[12].toDouble())
               / static_cast<double>(::sysconf(_SC_CLK_TCK));
    }
    [[nodiscard]] double mebibytes(const char* field) const {
        for (const QByteArray& line : read("status").split('\n'))
            if (line.startsWith(field))
                return line.mid(qsizetype(strlen(field)) + 1).simplified().split(' ')[0].toDouble()
                       / 1024;
        return 0;
    }

private:
    [[nodiscard]] QByteArray read(const char* name) const {
        QFile file(m_folder + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QString m_folder;
};

// simulated_fleet, in a folder of memory: what its proxies keep is no part of what is measured.
class Fleet {
public:
    Fleet(double scale, ControlProcess& control, const QString& tokenKey) : m_control(control) {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
        m_process.start(CAUSEWAY_BENCH_DIR "/simulated_fleet",
                        {QString::number(scale), QString::fromStdString(control.proxiesAddress()),
                         control.path("anchors.pem"), tokenKey, m_folder.path()});
        if (!m_process.waitForStarted())
            give("simulated_fleet", m_process.errorString());
    }
    ~Fleet() {
        m_process.closeWriteChannel();
        m_process.waitForFinished(kPatienceMs);
    }
    void order(const QByteArray& line) {
        m_process.write(line + "\n");
        while (m_process.bytesToWrite() > 0)
            m_process.waitForBytesWritten();
    }
    // When it was done, in monotonic milliseconds.
    double await(const QByteArray& what) {
        QElapsedTimer waited;
        waited.start();
        while (!m_process.canReadLine()) {
            std::ignore = m_control.readOutput();
            if (!m_process.waitForReadyRead(50)
                && (m_process.state() != QProcess::Running || waited.elapsed() > kPatienceMs)) {
                order("explain");
                m_process.waitForReadyRead(1000);
                give("simulated_fleet", "no answer to \"" + what + "\"");
            }
        }
        const auto words = m_process.readLine().trimmed().split(' ');
        if (words[0] != what)
            give("simulated_fleet", "found \"" + words[0] + "\", expected \"" + what + "\"");
        return words[2].toDouble() / 1e6;
    }
    [[nodiscard]] ProcessView view() const { return ProcessView(m_process.processId()); }

private:
    ControlProcess& m_control;
    QTemporaryDir m_folder{QDir("/dev/shm").exists() ? QString("/dev/shm/bench_fleet-XXXXXX")
                                                     : QDir::tempPath() + "/bench_fleet-XXXXXX"};
    QProcess m_process;
};

struct Bench {
    explicit Bench(double scale) : plan(scale) {
        control.setObjects(QByteArray::fromStdString(
            declareFleet(plan, "all-authenticated") + kSlowOne.toStdString()));
        QFile key(control.path("tokens.key"));
        if (!key.open(QIODevice::WriteOnly)
            || key.write(QByteArray::fromStdString(tls::PrivateKey::generate()->pem())) < 0)
            give("tokens.key", key.errorString());
        key.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        key.close();
        control.addFlags({"--join-token-key", control.path("tokens.key")});
    }
    // What it tells has to be read, or it would wait for us.
    void pause(double seconds) {
        for (const double end = nowMs() + seconds * 1000; nowMs() < end;
             QThread::msleep(std::clamp(int(end - nowMs()), 1, 50)))
            std::ignore = control.readOutput();
    }
    static const QByteArray kSlowOne;
    FleetPlan plan;
    ControlProcess control;
};

const QByteArray Bench::kSlowOne = R"(---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {name: slow-1, namespace: bank, labels: {app: slow}}
spec:
  meshTLS: {identity: "spiffe:)"
                                   R"(//talk.mesh/cluster/aws/ns/bank/sa/slow", serverName: slow.bank.serviceaccount.identity.causeway.talk.mesh}
  ports: [{name: http, port: 8080}]
  workloadIPs: [{ip: 10.250.0.1}]
)";

// What arrives, in bytes; what it takes to read them is the caller's.
std::size_t askRaw(::grpc::GenericStub& stub, const char* method,
                   const google::protobuf::Message& request) {
    const std::string bytes = request.SerializeAsString();
    const ::grpc::Slice slice(bytes);
    ::grpc::ClientContext call;
    ::grpc::CompletionQueue queue;
    auto reader = stub.PrepareUnaryCall(&call, std::string("/causeway.v1.Admin/") + method,
                                        ::grpc::ByteBuffer(&slice, 1), &queue);
    reader->StartCall();
    ::grpc::ByteBuffer answer;
    ::grpc::Status status;
    reader->Finish(&answer, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    if (!status.ok())
        give(method, QString::fromStdString(status.error_message()));
    return answer.Length();
}

struct Question {
    std::string what;
    const char* method;
    const google::protobuf::Message& request;
    const char* goal;
};

void ask(Bench& bench, ::grpc::GenericStub& stub, const Question& question) {
    std::vector<double> took;
    std::size_t bytes = 0;
    for (int i = 0; i < kTimes; ++i) {
        const double start = nowMs();
        bytes = askRaw(stub, question.method, question.request);
        took.push_back(nowMs() - start);
        bench.pause(0.211); // not always at the same place of the second
    }
    std::ranges::sort(took);
    char note[96];
    std::snprintf(note, sizeof note, "median of %d, worst %.0f, %.1f MiB", kTimes, took.back(),
                  static_cast<double>(bytes) / (1 << 20));
    row(question.what, took[kTimes / 2], "ms", question.goal, note);
}

void askQuestions(Bench& bench, int seconds) {
    ::grpc::GenericStub stub(channelTo(bench.control.adminAddress(),
                                       bench.control.trust().anchorsPem(),
                                       bench.control.trust().person("viewer")));
    for (const std::uint32_t window : {60U, 10U, 1U}) {
        v1::QueryEdgesRequest request;
        request.set_window_seconds(window);
        ask(bench, stub,
            {"whole graph, the last " + std::to_string(window) + " s", "QueryEdges", request,
             window == 60 ? "<= 100" : ""});
    }
    for (const std::uint32_t step : {60U, 10U, 1U}) {
        v1::QueryEdgeSeriesRequest request;
        request.mutable_select()->set_vantage(v1::VANTAGE_CALLER);
        request.mutable_select()->set_source_workload("service-7");
        request.mutable_select()->set_destination_service("service-8.squad-8");
        const std::int64_t end = std::time(nullptr) / step * step;
        request.mutable_end()->set_seconds(end);
        request.mutable_start()->set_seconds(end - 3600);
        request.set_step_seconds(step);
        ask(bench, stub,
            {"one edge, an hour (" + std::to_string(seconds) + " s of it there) by "
                 + std::to_string(step) + " s",
             "QueryEdgeSeries", request, "<= 20"});
    }
}

void measureRest(Bench& bench, const Fleet& fleet, int seconds) {
    const ProcessView control(bench.control.processId());
    const double before = control.cpuSeconds();
    const double fleetBefore = fleet.view().cpuSeconds();
    const double start = nowMs();
    bench.pause(seconds);
    const double passed = (nowMs() - start) / 1000;
    row("CPU of the control plane, of one core", (control.cpuSeconds() - before) * 100 / passed,
        "%", "<= 60", std::to_string(seconds) + " s");
    row("CPU of the simulated fleet", (fleet.view().cpuSeconds() - fleetBefore) * 100 / passed,
        "%");
    row("resident memory", control.mebibytes("VmRSS:"), "MiB", "<= 400",
        "at most " + std::to_string(int(control.mebibytes("VmHWM:"))));
}

void measureChange(Person& admin, Fleet& fleet, const std::string& policy, const char* what) {
    fleet.order("watch");
    QThread::msleep(100);
    v1::ApplyObjectsRequest request;
    request.set_yaml(declareCluster(policy));
    request.set_reason("bench");
    v1::ApplyObjectsResponse response;
    const double start = nowMs();
    const auto status = admin.api().ApplyObjects(context().get(), request, &response);
    if (!status.ok())
        give("ApplyObjects", QString::fromStdString(status.error_message()));
    const double applied = nowMs() - start;
    row(what, fleet.await("changed") - start, "ms", "< 1000",
        "of which " + std::to_string(int(applied)) + " for the answer to apply");
}

// One proxy that asks for much and never reads.
std::unique_ptr<ConfigSession> stall(Bench& bench, Person& admin, const TestProxy& proxy) {
    v1::Hello hello = proxy.hello();
    for (int i = 0; i < 20'000; ++i) {
        auto& name = *hello.add_subscribe();
        name.set_kind(v1::ResourceName::OUTBOUND_ROUTES);
        name.set_name("nobody-" + std::to_string(i) + ".bank:80");
    }
    auto session = proxy.connect(bench.control, hello);
    bench.pause(2);
    v1::ListProxiesResponse proxies;
    std::ignore = admin.api().ListProxies(context().get(), {}, &proxies);
    for (const auto& each : proxies.proxies())
        if (each.instance().instance() == "slow-1")
            row("updates under way to one that never reads, of 20,000",
                static_cast<double>(each.config_sent()), "");
    return session;
}

} // namespace

int main(int argc, char** argv) {
    const double scale = argc > 1 ? std::max(0.1, std::atof(argv[1])) : 1;
    const int seconds = argc > 2 ? std::max(1, std::atoi(argv[2])) : 60;
    Bench bench(scale);
    std::printf("%d proxies, %d services, %d edges, %d series a second\n", bench.plan.proxies(),
                bench.plan.services(), bench.plan.edges(), 2 * bench.plan.edges());
    double start = nowMs();
    if (!bench.control.start())
        give("causeway-control", bench.control.output());
    row("control plane started with all objects declared", nowMs() - start, "ms");
    const ProcessView control(bench.control.processId());
    Fleet fleet(scale, bench.control, bench.control.path("tokens.key"));
    start = nowMs();
    fleet.order("start");
    row("all join with tokens at once, all served", fleet.await("served") - start, "ms", "",
        std::to_string(control.cpuSeconds()) + " s of CPU until then");
    bench.pause(70); // until everything that is periodic has begun
    measureRest(bench, fleet, seconds);
    askQuestions(bench, 70 + seconds);
    Person admin(bench.control, "admin");
    measureChange(admin, fleet, "cluster-authenticated", "a change reaches every proxy");
    start = nowMs();
    const int restarted = std::min(kRestarted, bench.plan.proxies());
    fleet.order("restart " + QByteArray::number(restarted));
    row(std::to_string(restarted) + " proxies restart at once without state, all served",
        fleet.await("served") - start, "ms", "<= 3000");
    bench.pause(5);
    TestProxy slow("slow", "slow-1");
    if (const auto joined = slow.join(bench.control, admin.token("slow")); !joined.ok())
        give("slow-1", QString::fromStdString(joined.error_message()));
    const auto stalled = stall(bench, admin, slow);
    measureChange(admin, fleet, "all-authenticated", "a change beside one that never reads");
    row("resident memory at the end", control.mebibytes("VmRSS:"), "MiB", "",
        "at most " + std::to_string(int(control.mebibytes("VmHWM:"))));
    return 0;
}
