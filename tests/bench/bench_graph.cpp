// SPDX-License-Identifier: GPL-3.0-or-later
// What the call graph of a fleet five times the talk's costs the GUI thread: a frame while a hand
// pans or zooms, and an update of all figures. 40 clusters, 2,000 services, 60,000 edges; at the
// level of workloads 6,500 nodes. Painted on the raster engine of the offscreen platform.
#include "theme/theme.h"
#include "widgets/graph_canvas.h"

#include <QApplication>
#include <QMouseEvent>

#include <benchmark/benchmark.h>

#include <random>

using namespace causeway::app::widgets;

namespace {

constexpr int kClusters = 40;

GraphContent fleet(int nodes, int edges) {
    GraphContent content;
    std::mt19937 random(7);
    for (int i = 0; i < nodes; ++i) {
        GraphNode node;
        const QString cluster = QStringLiteral("cluster-%1").arg(i % kClusters);
        node.name = QStringLiteral("service-%1").arg(i);
        node.id = QStringLiteral("service:%1.bank@%2").arg(node.name, cluster);
        node.group = cluster;
        node.groupTitle = cluster;
        node.cloud = i % 3 == 0 ? QStringLiteral("aws") : QStringLiteral("gcp");
        node.status =
            i % 90 == 0 ? causeway::app::theme::Status::Degraded : causeway::app::theme::Status::Ok;
        node.rate = {QString::number(i % 700), QStringLiteral("/s")};
        node.latency = {QString::number(i % 40), QStringLiteral("ms")};
        content.nodes.push_back(node);
    }
    for (int i = 0; i < edges; ++i) {
        // Most calls stay in their cluster, and callees come after callers.
        const int from = int(random() % unsigned(nodes));
        const bool near = random() % 10 < 8;
        const int to = near ? (from + kClusters * int(1 + random() % 30)) % nodes
                            : int(random() % unsigned(nodes));
        GraphEdge edge;
        edge.from = content.nodes[std::size_t(from)].id;
        edge.to = content.nodes[std::size_t(to)].id;
        edge.id = edge.from + u'>' + edge.to;
        edge.traffic = double(random() % 500);
        edge.status = causeway::app::theme::Status::Ok;
        edge.label = QStringLiteral("12 ms | 10 ms");
        content.edges.push_back(edge);
    }
    return content;
}

class Screen {
public:
    explicit Screen(const GraphContent& content)
        : m_image(1600, 1000, QImage::Format_ARGB32_Premultiplied) {
        m_canvas.resize(1600, 1000);
        m_canvas.setGraph(content);
        m_canvas.setVisible(true);
        settle();
    }
    GraphCanvas& canvas() { return m_canvas; }
    void frame() { m_canvas.render(&m_image); }
    void settle() {
        for (int i = 0; i < 100; ++i) {
            QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
            frame();
        }
    }
    void move(QEvent::Type type, const QPointF& to) {
        const auto buttons = type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton;
        QMouseEvent event(type, to, to, Qt::LeftButton, buttons, Qt::NoModifier);
        QCoreApplication::sendEvent(&m_canvas, &event);
    }

private:
    GraphCanvas m_canvas;
    QImage m_image;
};

GraphContent contentOf(const benchmark::State& state) {
    return fleet(int(state.range(0)), int(state.range(1)));
}

void firstPicture(benchmark::State& state) {
    const GraphContent content = contentOf(state);
    for (auto _ : state) {
        GraphCanvas canvas;
        canvas.resize(1600, 1000);
        canvas.setGraph(content);
        QImage image(1600, 1000, QImage::Format_ARGB32_Premultiplied);
        canvas.render(&image);
    }
}

void panFrame(benchmark::State& state) {
    Screen screen(contentOf(state));
    screen.canvas().zoomBy(4, {800, 500});
    screen.settle();
    QPointF at(800, 500);
    screen.move(QEvent::MouseButtonPress, at);
    int step = 0;
    for (auto _ : state) {
        ++step;
        at += QPointF(step % 60 < 30 ? 12 : -12, step % 2 == 0 ? 1.5 : -1.5);
        screen.move(QEvent::MouseMove, at);
        QCoreApplication::processEvents();
        screen.frame();
    }
    screen.move(QEvent::MouseButtonRelease, at);
}

void zoomFrame(benchmark::State& state) {
    Screen screen(contentOf(state));
    int step = 0;
    for (auto _ : state) {
        screen.canvas().zoomBy(step++ % 40 < 20 ? 1.06 : 1 / 1.06, {700, 400});
        QCoreApplication::processEvents();
        screen.frame();
    }
}

// Every second: figures of one node in ten and one edge in ten are others.
void update(benchmark::State& state) {
    GraphContent content = contentOf(state);
    Screen screen(content);
    int second = 0;
    for (auto _ : state) {
        state.PauseTiming();
        ++second;
        for (std::size_t i = 0; i < content.nodes.size(); i += 10)
            content.nodes[i].rate.value = QString::number(second);
        for (std::size_t i = 0; i < content.edges.size(); i += 10)
            content.edges[i].traffic = second;
        const GraphContent next = content;
        state.ResumeTiming();
        screen.canvas().setGraph(next);
        QCoreApplication::processEvents();
        screen.frame();
    }
}

void sizes(benchmark::internal::Benchmark* bench) {
    bench->Args({40, 1560})->Args({2000, 60000})->Args({6500, 60000});
    bench->Unit(benchmark::kMillisecond);
}
BENCHMARK(firstPicture)->Apply(sizes)->Iterations(1);
BENCHMARK(panFrame)->Apply(sizes)->Iterations(120);
BENCHMARK(zoomFrame)->Apply(sizes)->Iterations(80);
BENCHMARK(update)->Apply(sizes)->Iterations(5);

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    causeway::app::theme::Theme().apply(causeway::app::theme::Mode::Light);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
