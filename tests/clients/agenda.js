// What the tests have Thunderbird do to a calendar, in its own words.
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const { CalICSProvider } = ChromeUtils.importESModule("resource:///modules/CalICSProvider.sys.mjs");
const { setTimeout } = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");

const EVERYTHING = Ci.calICalendar.ITEM_FILTER_ALL_ITEMS;
const pause = length => new Promise(resolve => setTimeout(resolve, length));
const found = id => cal.manager.getCalendarById(id);

// As its window does: the address is looked at, and what is found there is registered.
async function subscribe(url) {
  const [calendar] = await CalICSProvider.detectCalendars("", "", url, false);
  if (!calendar) {
    throw new Error("no calendar was found there");
  }
  calendar.setProperty("cache.enabled", true);
  await once(calendar, () => cal.manager.registerCalendar(calendar));
  return calendar.id;
}

// Do something, and wait until the calendar says that it was loaded, or that it could not be.
function once(calendar, act) {
  return new Promise((resolve, reject) => {
    const done = () => {
      found(calendar.id).removeObserver(observer);
      resolve();
    };
    const observer = {
      QueryInterface: ChromeUtils.generateQI(["calIObserver"]),
      onStartBatch() {},
      onEndBatch() {},
      onAddItem() {},
      onModifyItem() {},
      onDeleteItem() {},
      onPropertyChanged() {},
      onPropertyDeleting() {},
      onLoad: done,
      onError: done,
    };
    act();
    found(calendar.id).addObserver(observer);
    setTimeout(() => reject(new Error("the calendar does not load")), 15_000);
  });
}

async function refresh(id) {
  const calendar = found(id);
  if (calendar.getProperty("disabled")) {
    return;
  }
  await once(calendar, () => calendar.refresh());
}

// Its offline cache fills up after it said that it was done: read until it changes no more.
async function shown(id) {
  let last = null;
  for (let turn = 0; turn < 40; turn++) {
    const items = await found(id).getItemsAsArray(EVERYTHING, 0, null, null);
    const told = items.map(told_of).sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    if (JSON.stringify(told) === JSON.stringify(last)) {
      return told;
    }
    last = told;
    await pause(300);
  }
  throw new Error("the calendar never comes to rest");
}

function told_of(item) {
  const instant = each => each.isDate
    ? each.icalString.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3")
    : each.nativeTime / 1_000_000;
  return [instant(item.startDate), instant(item.endDate), item.title, item.status];
}

function state(id) {
  const calendar = found(id);
  return {
    name: calendar.name,
    disabled: Boolean(calendar.getProperty("disabled")),
    readOnly: calendar.readOnly,
    failed: (calendar.getProperty("currentStatus") || 0) !== 0,
  };
}

// As whoever drags an event or types another title.
async function retitle(id, title) {
  const calendar = found(id);
  const [item] = await calendar.getItemsAsArray(EVERYTHING, 1, null, null);
  const changed = item.clone();
  changed.title = title;
  const written = calendar.modifyItem(changed, item).then(() => "done", error => String(error));
  return Promise.race([written, pause(15_000).then(() => "no answer")]);
}

// What its reader of mail says of an invitation: the method, and each event's times.
function invited(text) {
  const itip = Cc["@mozilla.org/calendar/itip-item;1"].createInstance(Ci.calIItipItem);
  itip.init(text);
  return {
    method: itip.receivedMethod,
    said: cal.itip.getMethodText(itip.receivedMethod),
    events: itip.getItemList().map(told_of),
  };
}

function forget(id) {
  cal.manager.unregisterCalendar(found(id));
}
