"""Rows: a card that the kernel refuses to write to, and what becomes of an exam then."""

import time

from appliance import Appliance, expect
from lis3dh import LIS3DH
from rows import row

# A card that failed is tried again every ten seconds.
AGAIN_S = 14


def not_recording(device, what):
    """Switches on and waits until lights and log say that nothing is recorded, and why."""
    since = device.switch_on()
    device.expect_light("ready, not recording", since, 15)
    name = device.fault_name()
    expect(name, f"no fault of a card that is {what} is named: {device.trace()[-300:]}")
    device.starvation.begin()
    device.machine.clock.worst = 0.0
    return name


def recording_again(device):
    """Waits until the program has found that the card is well."""
    limit = time.monotonic() + AGAIN_S
    while (device.events("card")[-1:] or [(0, "")])[0][1] != "well":
        expect(time.monotonic() < limit, f"the card is not tried again: {device.trace()[-300:]}")
        time.sleep(0.4)


def command(device, text):
    said, status = device.run(text)
    expect(status == 0, f"{text} ended with {status}: {said}")


@row("card that cannot be written, then can", LIS3DH)
def read_only(bench, kind):
    with Appliance(bench, kind) as device:
        command(device, "mount -o remount,ro /card")
        name = not_recording(device, "read-only")
        command(device, "mount -o remount,rw /card")
        recording_again(device)
        device.exam()
        device.switch_off()
        device.close()
        return f"{name}; then {device.compare().count} samples equal"


@row("card that is full in an exam and has room after it", LIS3DH)
def full(bench, kind):
    with Appliance(bench, kind, has_small_card=True) as device:
        device.run("dd if=/dev/zero of=/card/FILL bs=64k 2>/dev/null; sync")
        name = not_recording(device, "full")
        device.exam()
        expect(not device.events("saved"), "an exam was saved on a full card")
        command(device, "rm /card/FILL")
        recording_again(device)
        device.switch_off()
        device.close()
        return f"{name}; {device.compare().count} samples equal, saved after the exam"
