import type { LocaleWords } from '../../locale-words.js';

const phone = {
  explain: 'Xác minh trong cửa sổ mới bằng điện thoại chính chủ.',
  explainHere: 'Xác minh bằng điện thoại chính chủ. Xong sẽ quay lại đây.',
  open: 'Mở cửa sổ xác minh',
  here: 'Xác minh trong cửa sổ này',
  elsewhere: 'Vui lòng tiếp tục trong cửa sổ kia. Kết quả sẽ hiện ở đây.',
  back: 'Xem lại cửa sổ',
  closed: 'Có vẻ cửa sổ đã đóng. Nếu chưa xong, vui lòng mở lại.',
  again: 'Mở lại cửa sổ',
  waiting: 'Đang chờ kết quả. Nếu chưa xong, vui lòng tiếp tục.',
  notices: {
    blocked: 'Không mở được cửa sổ mới. Vui lòng tiếp tục trong cửa sổ này.',
    'not-same-person': 'Khác thông tin đã đăng ký. Vui lòng xác minh chính chủ.',
    cancelled: 'Đã hủy. Vui lòng thử lại hoặc chọn cách khác.',
  },
};

export const words: LocaleWords = {
  methods: {
    phone,
    ipin: {
      ...phone,
      explain: 'Xác minh trong cửa sổ mới bằng i-PIN.',
      explainHere: 'Xác minh bằng i-PIN. Xong sẽ quay lại đây.',
      open: 'Mở i-PIN',
    },
    'web-otp': {
      check: {
        ...phone,
        explain: 'Đăng ký trình duyệt này để không cần ứng dụng. Trước tiên, xác minh điện thoại trong cửa sổ mới.',
        explainHere:
          'Đăng ký trình duyệt này để không cần ứng dụng. Trước tiên, xác minh điện thoại. Xong sẽ quay lại đây.',
      },
      enrolled: 'Xác minh bằng mã này để đăng ký trình duyệt này.',
      registered: 'Mã của trình duyệt này.',
      code: 'Mã',
      use: 'Xác minh bằng mã này',
      elsewhere: 'Trình duyệt này chưa đăng ký. Nếu đăng ký, trình duyệt trước sẽ không dùng được.',
      register: 'Đăng ký trình duyệt này',
      renew: 'Đăng ký lại trình duyệt này',
      unable:
        'Trình duyệt này không lưu được mã. Nếu là cửa sổ ẩn danh, vui lòng mở cửa sổ thường, hoặc chọn cách khác.',
      notices: {
        ...phone.notices,
        'wrong-code': 'Mã sai. Vui lòng đăng ký lại trình duyệt này.',
        'used-code': 'Mã đã dùng. Vui lòng dùng mã mới.',
        repeated: 'Mã này vừa sai. Vui lòng đăng ký lại trình duyệt này.',
        mismatch: 'Trình duyệt khác đã đăng ký. Vui lòng đăng ký lại trình duyệt này.',
      },
    },
    captcha: {
      explain: 'Kiểm tra quý vị là người thật. Không có câu đố: vui lòng nhấn nút và chờ vài giây.',
      explainPage: 'Kiểm tra quý vị là người thật. Vui lòng nhấn nút để bắt đầu.',
      start: 'Bắt đầu',
      working: 'Đang kiểm tra. Vui lòng chờ.',
      progress: 'Xong {percent}%.',
      page: 'Vui lòng tiếp tục bên dưới. Kết quả sẽ hiện ở đây.',
      frame: 'Kiểm tra người thật',
      notices: { 'wrong-answer': 'Chưa được. Vui lòng thử lại.' },
    },
  },
};
