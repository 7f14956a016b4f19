import type { LocaleWords } from '../locale-words.js';

/** Vietnamese. Not yet read by a native speaker. */
export const words: LocaleWords = {
  title: 'Xác thực danh tính {what}',
  kind: {
    enrolment: 'trước khi vào khóa học',
    lesson: 'trước bài {number}',
    evaluation: 'trước bài đánh giá',
    exam: 'trước khi thi',
    assignment: 'trước khi nộp bài',
    login: 'trước khi đăng nhập',
    other: '',
  },
  step: 'Bước {n} trong {of} bước',
  close: 'Đóng',
  start: 'Bắt đầu xác thực',
  loading: 'Vui lòng chờ một chút.',

  code: 'Mã {digits} số trong ứng dụng mOTP',
  automatic: 'Nhập đủ {digits} số, mã sẽ được kiểm tra ngay.',
  submit: 'Xác thực',
  checking: 'Đang kiểm tra…',
  countdown: 'Mã mới sau {seconds} giây.',
  turned: 'Mã mới',

  length: 'Vui lòng nhập đủ {digits} chữ số.',

  more: 'Chưa có ứng dụng hoặc không xác thực được?',

  verified: 'Xác thực thành công. Đang chuyển sang trang tiếp theo.',
  verifiedHere: 'Xác thực thành công. Bạn có thể tiếp tục.',
  required: 'Vui lòng xác thực danh tính.',

  retry: 'Thử lại',
  failed: {
    offline: 'Mất kết nối mạng. Vui lòng kiểm tra mạng rồi thử lại.',
    unreachable: 'Không kết nối được. Vui lòng kiểm tra mạng rồi thử lại.',
    timeout: 'Hệ thống phản hồi chậm. Vui lòng thử lại sau giây lát.',
    other: 'Đã xảy ra lỗi. Vui lòng thử lại sau.',
  },

  further: {
    stepDone: 'Đã xong bước {n}.',
    unlocked: 'Đã mở khóa. Vui lòng nhập mã hiện trong ứng dụng.',
    waitForCode: 'Vui lòng chờ mã mới.',
    newCode: 'Đã có mã mới. Vui lòng nhập mã hiện trong ứng dụng.',
    'wrong-code': 'Mã không đúng.',
    repeated: 'Bạn vừa nhập mã này và mã không đúng. Vui lòng xem lại mã trong ứng dụng.',
    'used-code': 'Mã này đã dùng rồi. Vui lòng chờ mã mới rồi nhập.',
    mismatch:
      'Vui lòng so sánh họ tên và số điện thoại ở trên với thông tin đã đăng ký trong ứng dụng; nếu khác, hãy liên hệ cơ sở đào tạo.',
    unavailable: 'Hiện chưa dùng được “{method}”. Vui lòng xác thực bằng cách dưới đây.',
    unavailableAlone:
      'Hiện chưa xác thực được. Vui lòng thử lại sau {seconds} giây; nếu vẫn không được, hãy liên hệ cơ sở đào tạo.',
    attemptsLeft: 'Sai {left} lần nữa sẽ bị khóa.',
    lastTry: 'Đây là lần thử cuối. Vui lòng xem lại mã rồi nhấn “{button}”.',
    lockMeans: 'Nếu sai sẽ bị khóa. Cách mở khóa: {methods}',
    list: '{one}, {other}',
    clock: 'Nếu giờ điện thoại sai thì mã sẽ không khớp. Vui lòng đặt ngày giờ của điện thoại ở chế độ “Tự động”.',
    koreanClock: 'Nếu giờ điện thoại sai thì mã sẽ không khớp. Vui lòng đặt giờ điện thoại theo giờ Hàn Quốc.',
    expired: 'Đã hết thời gian. Vui lòng nhấn “{button}”.',
    locked: 'Đã bị khóa vì nhập sai mã nhiều lần.',
    unlock: 'Vui lòng xác thực bằng cách dưới đây để mở khóa ngay.',
    noUnlock: 'Vui lòng liên hệ cơ sở đào tạo.',
    retryIn: 'Thử lại sau {seconds} giây',
    startOver: 'Đóng và làm lại từ đầu',
    cancel: 'Hủy',
    moreOther: 'Cách khác và trợ giúp',
    failed: {
      'unknown-session': 'Đã hết thời gian. Vui lòng đóng màn hình xác thực và làm lại từ đầu.',
      'not-configured': 'Không thể xác thực trên trang này. Vui lòng liên hệ cơ sở đào tạo.',
      'too-many-requests': 'Hệ thống đang bận. Vui lòng thử lại sau 1 phút.',
      maintenance: 'Đang bảo trì. Vui lòng thử lại sau.',
    },

    app: {
      android: 'Tải ứng dụng trên Google Play',
      ios: 'Tải ứng dụng trên App Store',
      web: 'Mở ứng dụng trên web',
    },
    method: {
      motp: 'Ứng dụng mOTP',
      'web-otp': 'Web OTP',
      captcha: 'Xác nhận không phải robot (CAPTCHA)',
      phone: 'Xác thực qua điện thoại chính chủ',
      ipin: 'i-PIN',
    },
    help: {
      phone: 'Gọi {address}',
      remote: 'Hỗ trợ từ xa',
      chat: 'Tư vấn qua chat',
      guide: 'Hướng dẫn xác thực',
      manual: 'Hướng dẫn sử dụng',
    },
    noHelp: 'Nếu cần trợ giúp, vui lòng liên hệ cơ sở đào tạo.',
    newWindow: 'mở cửa sổ mới',
  },
};
