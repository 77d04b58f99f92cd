// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/first_paint.h"

#include <QEvent>
#include <QFile>
#include <QTimer>
#include <QWidget>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <unistd.h>

namespace causeway::app::shell {

namespace {

// Since the kernel started this process, to a hundredth of a second; -1 where it does not tell.
double millisecondsSinceStart() {
    QFile file(QStringLiteral("/proc/self/stat"));
    timespec now{};
    if (!file.open(QIODevice::ReadOnly) || clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return -1;
    const QByteArray stat = file.readAll();
    // The program's name, in brackets, may hold blanks; the start is the 20th field after it.
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    const double started =
        fields.value(19).toDouble() * 1000 / double(std::max(1L, sysconf(_SC_CLK_TCK)));
    return double(now.tv_sec) * 1000 + double(now.tv_nsec) / 1e6 - started;
}

} // namespace

FirstPaint::FirstPaint(QWidget& window) {
    window.installEventFilter(this);
}

bool FirstPaint::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Paint) {
        watched->removeEventFilter(this);
        // Its children paint in this same turn; the next one finds the picture on the screen.
        QTimer::singleShot(0, this, [] {
            std::printf("first paint: %.0f ms after the start\n", millisecondsSinceStart());
            std::fflush(stdout);
        });
    }
    return false;
}

} // namespace causeway::app::shell
